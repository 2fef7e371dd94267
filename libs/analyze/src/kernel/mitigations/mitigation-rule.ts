/** `on`: whatever the processor is; `auto`: where the processor needs or has it. */
export type MitigationSetting = 'on' | 'auto' | 'off';

/** What a word of the command line makes of a mitigation; undefined when the kernel does not take that value. */
export type WordReader = (value: string | undefined) => MitigationSetting | undefined;

export interface MitigationRule {
  readonly name: string;
  /** The architecture that has it; both where it is absent. */
  readonly architecture?: 'X86_64' | 'ARM64';
  /** Options without which it is no part of the kernel, by their names of all releases: one of those that the configuration names is to be set. */
  readonly builtBy?: readonly string[];
  /** The option of what can be attacked: without it there is nothing to protect, whatever words say. */
  readonly needlessWithout?: string;
  /** Options that decide what it is without a word, by their names of all releases; the first that is set decides, or the first that is named. */
  readonly options?: readonly (readonly [name: string, set: MitigationSetting, unset?: MitigationSetting])[];
  /** What it is where none of these is named; `absent`: a kernel without the option does not have it. */
  readonly otherwise: MitigationSetting | 'absent';
  /** The release that brought it, and the patch levels of stable branches, for a kernel that names none of the options. */
  readonly since?: readonly [number, number];
  readonly branches?: Readonly<Record<string, number>>;
  /** By key; the last word that is taken decides. */
  readonly words: Readonly<Record<string, WordReader>>;
  /** Those that count through bootconfig as well; all others are read early. */
  readonly lateWords?: readonly string[];
  /** Whether `mitigations=off` is for it, and wins over a word of its own (until 6.16 on x86), yields to it, or one cannot tell. */
  readonly global?: 'wins' | 'yields' | 'unclear';
  /** Below Documentation/admin-guide of Linux, or the source file. */
  readonly source: string;
}

/** A word that is there, with any value. */
export const flag =
  (setting: MitigationSetting): WordReader =>
  () =>
    setting;

/** One of these values. */
export const choice =
  (values: Readonly<Partial<Record<MitigationSetting, readonly string[]>>>): WordReader =>
  (value) =>
    (['on', 'auto', 'off'] as const).find((setting) => value !== undefined && values[setting]?.includes(value));

/** Values with commas between them. */
export const members =
  (values: Readonly<Record<string, MitigationSetting>>): WordReader =>
  (value) =>
    value
      ?.split(',')
      .map((each) => (Object.hasOwn(values, each) ? values[each] : undefined))
      .findLast((setting) => setting !== undefined);

/** lib/kstrtox.c, `kstrtobool`. */
export const yesOrNo: WordReader = (value) =>
  value === undefined ? undefined : /^(?:[yYtT1]|[oO][nN])/.test(value) ? 'on' : /^(?:[nNfF0]|[oO][fF])/.test(value) ? 'off' : undefined;

/** kernel/params.c, `param_set_bool`: without a value it is yes. */
export const switchedOn: WordReader = (value) => (value === undefined ? 'on' : yesOrNo(value));
