import { type CommandLineWord, isUnknown, type KernelKnowledge, type MitigationKnowledge, type Unknown, withBuiltInWords } from '@staticfire/analyze/kernel';
import { array, type FactState, type Failure, type Infer, isUnreadable, list, object, optional, string, type Unreadable } from '@staticfire/facts';
import { needState } from '../derivation.ts';

export const configSchema = object({
  copies: list(object({ version: optional(string('')) }), ''),
  options: list(object({ name: string(''), value: string('') }), ''),
});
const cmdlineSchema = object({ parameters: list(object({ key: string(''), value: optional(string('')), layer: string('') }), '') });
/** Of words that the boot loader or the UKI passes; all others come through bootconfig. */
const PASSED = new Set(['grub.cfg', 'uki']);
const modulesSchema = object({
  folders: list(object({ path: string(''), kernel: string(''), builtinNames: optional(array(string(''), '')) }), ''),
  modules: list(object({ path: string(''), kernel: string(''), name: string('') }), ''),
});

export type KernelModules = Infer<typeof modulesSchema>;

/** What a derivation needs to know the kernel that boots. */
export const kernelNeeds = {
  config: needState('kernel.config', configSchema),
  cmdline: needState('cmdline.effective', cmdlineSchema),
  modules: needState('kernel.modules', modulesSchema),
};

export interface KernelStates {
  readonly config: FactState<Infer<typeof configSchema>>;
  readonly cmdline: FactState<Infer<typeof cmdlineSchema>>;
  readonly modules: FactState<KernelModules>;
}

export function readKernelInput({ config, cmdline, modules }: KernelStates): MitigationKnowledge {
  const options = optionsOf(config);
  return withBuiltInWords({
    option: (name) => (isUnknown(options) ? options : (options.get(name) ?? 'n')),
    named: (name) => (isUnknown(options) ? options : options.has(name)),
    commandLine: wordsOf(cmdline),
    version: versionOf(config, modules),
  });
}

/** Why a fact does not tell. */
export function unknownBecause(state: FactState, name: string): Unknown {
  return { unknown: state.state === 'unreadable' ? state.error.message : `the image has no ${name}` };
}

/** What is unknown, as an element of a list or a value of a map. */
export function unreadableOf({ unknown }: Unknown, structure: string, field?: string): Unreadable {
  const failure: Failure = { kind: 'unsupported', structure, ...(field === undefined ? {} : { field }), message: unknown };
  return { $unreadable: failure };
}

/** Name → value, also of options that are off. */
export function optionsOf(config: KernelStates['config']): ReadonlyMap<string, string> | Unknown {
  if (config.state !== 'present') return unknownBecause(config, 'kernel.config');
  const damaged = config.value.options.find(isUnreadable);
  if (damaged !== undefined) return { unknown: damaged.$unreadable.message };
  if (config.value.options.length === 0) return { unknown: 'no copy of the kernel’s configuration could be read' };
  return new Map(config.value.options.map((option) => (isUnreadable(option) ? ['', ''] : [option.name, option.value])));
}

function wordsOf(cmdline: KernelStates['cmdline']): KernelKnowledge['commandLine'] {
  if (cmdline.state !== 'present') return unknownBecause(cmdline, 'boot.cmdline');
  const words: CommandLineWord[] = [];
  for (const word of cmdline.value.parameters) {
    if (isUnreadable(word)) return { unknown: word.$unreadable.message };
    words.push({ key: word.key, ...(word.value === undefined ? {} : { value: word.value }), ...(PASSED.has(word.layer) ? {} : { late: true as const }) });
  }
  return words;
}

/** The one folder of modules says it, or the configuration's header. */
export function versionOf(config: KernelStates['config'], modules: KernelStates['modules']): KernelKnowledge['version'] {
  const kernels = modules.state === 'present' ? modules.value.folders.flatMap((folder) => (isUnreadable(folder) ? [] : [folder.kernel])) : [];
  const copies =
    config.state === 'present' ? config.value.copies.flatMap((copy) => (isUnreadable(copy) || copy.version === undefined ? [] : [copy.version])) : [];
  const [release] = kernels.length === 1 ? kernels : copies;
  return numbersOf(release) ?? { unknown: 'the release of the kernel is not known' };
}

/** Major, minor and, where there is one, patch number of a release; undefined when it has none. */
export function numbersOf(release: string | undefined): readonly number[] | undefined {
  const [, ...numbers] = /^([0-9]{1,4})\.([0-9]{1,4})(?:\.([0-9]{1,4}))?/.exec(release ?? '') ?? [];
  return numbers.length === 0 ? undefined : numbers.map((number) => Number(number ?? 0));
}
