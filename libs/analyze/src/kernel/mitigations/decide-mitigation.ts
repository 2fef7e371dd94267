import { type CommandLineWord, isSince, isUnknown, type KernelKnowledge, type Unknown } from '../kernel-knowledge.ts';
import type { MitigationRule, MitigationSetting } from './mitigation-rule.ts';

/** As a setting, or `absent`: this kernel does not have it. */
export const mitigationStates = ['on', 'auto', 'off', 'absent'] as const;
export type MitigationState = (typeof mitigationStates)[number];

export interface MitigationKnowledge extends KernelKnowledge {
  /** Whether the configuration names the option, set or not. */
  named(option: string): boolean | Unknown;
}

export interface MitigationDecision {
  readonly state: MitigationState;
  /** `kernel`: as that release is without options and words for it. */
  readonly decidedBy: 'config' | 'cmdline' | 'kernel';
  /** The option without CONFIG_, or the key of the last word that was taken. */
  readonly name?: string;
  /** Of that option or word; absent for a word without `=`. */
  readonly value?: string;
}

/** What a kernel does about a flaw of processors, or to be harder to attack: by its configuration, and by the command line on top. */
export function decideMitigation(rule: MitigationRule, kernel: MitigationKnowledge): MitigationDecision | Unknown {
  const fixed = byParts(rule, kernel);
  const start = fixed ?? byOptions(rule, kernel) ?? byRelease(rule, kernel);
  if (fixed !== undefined || isUnknown(start) || start.state === 'absent') return start;
  const { commandLine } = kernel;
  if (isUnknown(commandLine)) return commandLine;
  const own = commandLine.findLast((word) => readWord(rule, word) !== undefined);
  const said = own && wordDecision(own, readWord(rule, own)!);
  if (rule.global === undefined) return said ?? start;
  const global = decideGlobally(kernel);
  if (isUnknown(global)) return global;
  return global === undefined ? (said ?? start) : combine(rule, global, said, kernel);
}

function readWord({ words, lateWords = [] }: MitigationRule, { key, value, late }: CommandLineWord): MitigationSetting | undefined {
  return Object.hasOwn(words, key) && (!late || lateWords.includes(key)) ? words[key]!(value) : undefined;
}

function wordDecision({ key, value }: CommandLineWord, state: MitigationSetting): MitigationDecision {
  return { state, decidedBy: 'cmdline', name: key, ...(value === undefined ? {} : { value }) };
}

/** Everything is off, and something says otherwise of this one. */
function combine(
  { global, name }: MitigationRule,
  off: MitigationDecision,
  said: MitigationDecision | undefined,
  kernel: KernelKnowledge,
): MitigationDecision | Unknown {
  if (said === undefined || said.state === 'off') return said ?? off;
  if (global === 'yields') return said;
  const separate = isSince(kernel, [6, 17]);
  if (isUnknown(separate)) return separate;
  if (separate) return said;
  return global === 'wins' ? off : { unknown: `${name}: whether ${said.name}= or ${off.name} wins depends on the release` };
}

/**
 * Whether all mitigations are off (kernel/cpu.c, `mitigations_parse_cmdline`): since 6.9 by CONFIG_CPU_MITIGATIONS, which leaves the word without
 * effect, or by `mitigations=off`. Since 6.17 the word can leave out kinds of attacks, which is not looked into.
 */
function decideGlobally(kernel: MitigationKnowledge): MitigationDecision | undefined | Unknown {
  const [named, built] = [kernel.named('CPU_MITIGATIONS'), kernel.option('CPU_MITIGATIONS')];
  if (isUnknown(named)) return named;
  if (named && built !== 'y') return { state: 'off', decidedBy: 'config', name: 'CPU_MITIGATIONS', value: 'n' };
  const { commandLine } = kernel;
  if (isUnknown(commandLine)) return commandLine;
  const word = commandLine.findLast(({ key, value, late }) => key === 'mitigations' && !late && /^(?:off|auto|auto,nosmt)(?:;.*)?$/.test(value ?? ''));
  if (word?.value?.includes(';')) return { unknown: `mitigations=${word.value} may leave out kinds of attacks` };
  return word?.value === 'off' ? { state: 'off', decidedBy: 'cmdline', name: 'mitigations', value: 'off' } : undefined;
}

/** Without a part of the kernel there is nothing to decide. */
function byParts({ architecture, builtBy, needlessWithout }: MitigationRule, kernel: MitigationKnowledge): MitigationDecision | undefined | Unknown {
  const parts = [architecture === undefined ? [] : [architecture], builtBy ?? [], needlessWithout === undefined ? [] : [needlessWithout]];
  for (const [index, names] of parts.entries()) {
    const values = names.map((name) => kernel.option(name));
    const unknown = values.find(isUnknown);
    if (unknown !== undefined) return unknown;
    const missing = values.length > 0 && !values.includes('y');
    if (missing) return { state: index === 2 ? 'on' : 'absent', decidedBy: 'config', name: names[0]!, value: 'n' };
  }
  return undefined;
}

/** The first option that is set, or else the first that is named. */
function byOptions({ options = [] }: MitigationRule, kernel: MitigationKnowledge): MitigationDecision | undefined | Unknown {
  const named = options.filter(([name]) => kernel.named(name) === true);
  const unknown = options.map(([name]) => kernel.named(name)).find(isUnknown);
  if (unknown !== undefined) return unknown;
  const set = named.find(([name]) => kernel.option(name) === 'y');
  if (set !== undefined) return { state: set[1], decidedBy: 'config', name: set[0], value: 'y' };
  const [unset] = named;
  return unset && { state: unset[2] ?? 'off', decidedBy: 'config', name: unset[0], value: 'n' };
}

function byRelease({ otherwise, since, branches }: MitigationRule, kernel: KernelKnowledge): MitigationDecision | Unknown {
  const there = since === undefined ? true : isSince(kernel, since, branches);
  if (isUnknown(there)) return there;
  return { state: there ? otherwise : 'absent', decidedBy: 'kernel' };
}
