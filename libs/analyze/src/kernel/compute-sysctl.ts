import { isUnknown, type KernelKnowledge, type Unknown } from './kernel-knowledge.ts';
import type { SysctlAssignment } from './sysctl-assignments.ts';
import { sysctlDefaults } from './sysctl-defaults.ts';
import { matchesKey } from './sysctl-glob.ts';
import { type SysctlOrigin, SysctlState, type SysctlValue } from './sysctl-state.ts';

export interface SysctlWrite extends SysctlOrigin {
  /** In dotted form. */
  readonly key: string;
  readonly value: string | Unknown;
}

export interface SysctlLayers {
  readonly kernel: KernelKnowledge;
  /** As `orderAssignments` has them. */
  readonly assignments: readonly SysctlAssignment[];
  /** Keys that something unreadable in sysctl.d may have set as well, after what is known of them; or all that were not set after it. */
  readonly doubt?: (assignment: SysctlAssignment | undefined) => Unknown | undefined;
  readonly units: readonly SysctlWrite[];
  /** Why there may be more that units write. */
  readonly unitDoubt?: Unknown;
  /** Written last, in no order that is known. */
  readonly settings: readonly SysctlWrite[] | Unknown;
}

/** What each kernel parameter is when a node is up. A key that no layer tells of and that has no known default is not there. */
export function computeSysctl({ kernel, assignments, doubt, units, unitDoubt, settings }: SysctlLayers): ReadonlyMap<string, SysctlValue | Unknown> {
  const state = new SysctlState();
  startKernel(state, kernel);
  const deciding = applyAssignments(state, assignments);
  for (const key of doubt === undefined ? [] : [...state.values.keys()]) {
    const reason = doubt?.(deciding.get(key));
    if (reason !== undefined) state.start(key, reason);
  }
  for (const { key, value, ...origin } of units) state.write(key, value, origin);
  if (unitDoubt !== undefined) for (const key of state.values.keys()) state.start(key, unitDoubt);
  if (isUnknown(settings)) for (const key of state.values.keys()) state.start(key, settings);
  else applySettings(state, settings);
  return state.values;
}

/** Compiled-in values, over them `sysctl.<key>=` on the command line (fs/proc/proc_sysctl.c, `do_sysctl_args`). */
function startKernel(state: SysctlState, kernel: KernelKnowledge): void {
  const { commandLine } = kernel;
  for (const [key, rule] of sysctlDefaults) {
    const value = rule(kernel);
    if (typeof value !== 'string' && 'missing' in value) state.lack(key, value.missing);
    else if (isUnknown(commandLine)) state.start(key, commandLine);
    else state.start(key, typeof value === 'string' ? { value, layer: 'kernel-default' } : value);
  }
  for (const { key, value } of isUnknown(commandLine) ? [] : commandLine) {
    const name = /^sysctl[./](.+)$/.exec(key)?.[1];
    if (name !== undefined && value !== undefined)
      state.write(name.replaceAll('/', '.'), value, { layer: 'kernel-default', because: 'the command line sets it' });
  }
}

/** Which assignment decides each key that one decides. */
function applyAssignments(state: SysctlState, assignments: readonly SysctlAssignment[]): ReadonlyMap<string, SysctlAssignment> {
  const explicit = new Set(assignments.map(({ key }) => key));
  const deciding = new Map<string, SysctlAssignment>();
  for (const assignment of assignments) {
    const { key: pattern, glob, value, file, line } = assignment;
    if (value === undefined) continue;
    const keys = glob ? [...state.values.keys()].filter((key) => !explicit.has(key) && mayMatch(pattern, key)) : [pattern];
    const written = pattern.includes('{') && glob ? { unknown: `${file}, line ${line}: braces in a glob are not read` } : value;
    for (const key of keys) {
      state.write(key, written, { layer: 'sysctl.d', file, line });
      deciding.set(key, assignment);
    }
  }
  return deciding;
}

/** Alternatives in braces may stand for anything. */
function mayMatch(pattern: string, key: string): boolean {
  return pattern.includes('{') ? matchesKey(pattern.replaceAll(/\{[^}]*\}?/g, '*'), key) : matchesKey(pattern, key);
}

/** Corndog goes through a hash map: where one writing changes what another one writes, the end is not known. */
function applySettings(state: SysctlState, settings: readonly SysctlWrite[]): void {
  const reversed = state.copy();
  for (const { key, value, ...origin } of settings.toReversed()) reversed.write(key, value, origin);
  for (const { key, value, ...origin } of settings) state.write(key, value, origin);
  for (const [key, value] of state.values) {
    if (!sameReading(reversed.values.get(key), value)) state.start(key, { unknown: 'settings.kernel.sysctl sets it in two ways, in no order that is known' });
  }
}

function sameReading(a: SysctlValue | Unknown | undefined, b: SysctlValue | Unknown): boolean {
  return a !== undefined && (isUnknown(a) || isUnknown(b) ? isUnknown(a) && isUnknown(b) : a.value === b.value);
}
