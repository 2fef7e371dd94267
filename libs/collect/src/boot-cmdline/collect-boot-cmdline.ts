import type { Unreadable } from '@staticfire/facts';
import { ReadError } from '@staticfire/read/bytes';
import { type BootConfigKey, commandLineWithBootConfig } from '@staticfire/read/formats/bootconfig';
import { type KernelParameter, parseKernelCommandLine } from '@staticfire/read/formats/linux-text';
import { defineBankCollector, type SourceLog } from '../collector.ts';
import type { BankEvidence } from '../evidence/bank-evidence.ts';
import { type AppliedBootConfig, decideWhetherItApplies } from '../evidence/read-boot-config.ts';
import type { PassedCommandLine } from '../evidence/read-command-line.ts';
import { toFailure } from '../runner/to-failure.ts';
import { type BootCmdline, bootCmdline } from './boot-cmdline.schema.ts';

type Parameters = BootCmdline['parameters'];
type Origin = Pick<Exclude<Parameters[number], Unreadable>, 'from' | 'line'>;
type Applied = Pick<BootCmdline, 'bootconfig' | 'effective' | 'parameters' | 'initArguments'>;

export const collectBootCmdline = defineBankCollector({
  fact: bootCmdline,
  reads: ['bootPath', 'grubConfig', 'commandLine', 'bootConfig'],
  collect(evidence, sources): BootCmdline | undefined {
    const passed = evidence.commandLine(sources);
    if (passed === undefined) return undefined;
    const { from, partition, path, text } = passed;
    return { source: from, partition, path, text, ...applyBootConfig(passed, evidence, sources) };
  },
});

/** A damaged configuration leaves open what it adds, but only where the kernel would look at it. */
function applyBootConfig(
  passed: PassedCommandLine,
  evidence: Pick<BankEvidence, 'bootPath' | 'grubConfig' | 'commandLine' | 'bootConfig'>,
  sources: SourceLog,
): Applied {
  try {
    const config = evidence.bootConfig(sources);
    if (config === undefined) return { bootconfig: 'none', ...withoutBootConfig(passed) };
    return config.applies ? withBootConfig(passed, config) : { bootconfig: 'inert', ...withoutBootConfig(passed) };
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    const own = withoutBootConfig(passed);
    if (!mayApply(evidence, sources)) return { bootconfig: 'inert', ...own };
    const unknown: Unreadable = { $unreadable: toFailure(error) };
    return { ...own, bootconfig: 'unreadable', parameters: [unknown, ...own.parameters], initArguments: [unknown, ...own.initArguments] };
  }
}

function mayApply(evidence: Pick<BankEvidence, 'bootPath' | 'grubConfig' | 'commandLine'>, sources: SourceLog): boolean {
  try {
    return decideWhetherItApplies(evidence, sources).applies;
  } catch (error) {
    if (error instanceof ReadError) return true;
    throw error;
  }
}

function withoutBootConfig({ text, from, wordLines }: PassedCommandLine): Omit<Applied, 'bootconfig'> {
  const parsed = parseKernelCommandLine(text);
  const withDashes = parsed.initArguments.length === 0 ? 0 : parsed.initArguments.length + 1;
  const line = lineFinder(wordLines, text, parsed.parameters.length + withDashes);
  const origin = (index: number): Origin => ({ from, ...line(index) });
  return {
    effective: text,
    parameters: parsed.parameters.map((parameter, index) => ({ ...named(parameter), ...origin(index) })),
    initArguments: parsed.initArguments.map((word, index) => ({ ...named(splitWord(word)), ...origin(parsed.parameters.length + 1 + index) })),
  };
}

/**
 * The whole line is split anew, since a quote inside a value of the configuration changes how the kernel splits what follows. A word
 * that grub.cfg or the UKI has at the same place from the end is theirs, every other one comes from the configuration.
 */
function withBootConfig(passed: PassedCommandLine, { config, parameters: added }: AppliedBootConfig): Applied {
  const effective = commandLineWithBootConfig(passed.text, added);
  const parsed = parseKernelCommandLine(effective);
  const own = withoutBootConfig(passed);
  const before = parsed.parameters.length - own.parameters.length;
  const ofKernel = (parameter: KernelParameter, index: number) => ownOrAdded(parameter, own.parameters[index - before], config?.keys ?? [], 'kernel');
  const extra = parsed.initArguments.length - own.initArguments.length;
  const ofInit = (word: string, index: number) => ownOrAdded(splitWord(word), own.initArguments[index - extra], config?.keys ?? [], 'init');
  return { bootconfig: 'applied', effective, parameters: parsed.parameters.map(ofKernel), initArguments: parsed.initArguments.map(ofInit) };
}

function ownOrAdded(
  parameter: KernelParameter,
  own: Parameters[number] | undefined,
  keys: readonly BootConfigKey[],
  top: 'kernel' | 'init',
): Parameters[number] {
  if (own !== undefined && 'name' in own && own.name === parameter.name && own.value === parameter.value) return own;
  const key = keys.find(({ key: name }) => name === `${top}.${parameter.name}`);
  return { ...named(parameter), from: 'bootconfig', ...(key === undefined ? {} : { line: key.line }) };
}

/** The kernel (kernel/params.c, `parameqn`) and systemd (`proc_cmdline_key_streq`) take - and _ in a name as one. */
function named({ name, ...value }: KernelParameter) {
  return { name, key: name.replaceAll('-', '_'), ...value };
}

function splitWord(word: string): KernelParameter {
  const at = word.indexOf('=');
  return at < 0 ? { name: word } : { name: word.slice(0, at), value: word.slice(at + 1) };
}

/** Words as the kernel splits them and arguments as GRUB passes them are the same list unless an argument is empty or quoted oddly. */
function lineFinder(wordLines: readonly number[], text: string, words: number): (index: number) => { line?: number } {
  const dashesAtEnd = /(?:^|\s)"?--"?\s*$/.test(text) ? 1 : 0;
  const exact = wordLines.length === words + dashesAtEnd;
  return (index) => {
    const line = exact ? wordLines[index] : wordLines[0];
    return line === undefined ? {} : { line };
  };
}
