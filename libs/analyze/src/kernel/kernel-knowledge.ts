/** Something that could not be found out, and why. */
export interface Unknown {
  readonly unknown: string;
  /** Of a kernel parameter: why this kernel has none of that name. */
  readonly missing?: string;
}

export interface CommandLineWord {
  /** The name with `_` for `-`. */
  readonly key: string;
  readonly value?: string;
  /**
   * It comes through bootconfig behind an initrd: parameters that the kernel reads early do not see it (Linux init/main.c, where
   * `setup_boot_config` comes after `setup_arch`, which calls `parse_early_param` on x86 and arm64).
   */
  readonly late?: true;
}

/** What is known of the kernel that boots. */
export interface KernelKnowledge {
  /** Kconfig option without CONFIG_; one that the configuration does not name is `n`. */
  option(name: string): string | Unknown;
  /** Words for the kernel, in order. */
  readonly commandLine: readonly CommandLineWord[] | Unknown;
  /** `6.12.79`: [6, 12, 79]. */
  readonly version: readonly number[] | Unknown;
}

export function isUnknown(value: unknown): value is Unknown {
  return typeof value === 'object' && value !== null && 'unknown' in value;
}

/** The value of the last such word, empty without `=`; undefined when there is none. `early`: of a parameter that is read early. */
export function lastWord({ commandLine }: KernelKnowledge, key: string, read?: 'early'): string | undefined | Unknown {
  if (isUnknown(commandLine)) return commandLine;
  const word = commandLine.findLast((each) => each.key === key && !(each.late && read === 'early'));
  return word === undefined ? undefined : (word.value ?? '');
}

/** Whether the kernel is of this release or later; for a stable branch named in `branches` from that patch level on. */
export function isSince(
  { version }: KernelKnowledge,
  [major, minor]: readonly [number, number],
  branches: Readonly<Record<string, number>> = {},
): boolean | Unknown {
  if (isUnknown(version)) return version;
  const [ours = 0, branch = 0, patch = 0] = version;
  const from = branches[`${ours}.${branch}`];
  return ours > major || (ours === major && branch >= minor) || (from !== undefined && patch >= from);
}
