export interface SysctlFile {
  readonly path: string;
  readonly name: string;
  readonly state: string;
  readonly overriddenBy?: string;
  readonly readable: boolean;
}

export interface SysctlLine {
  readonly file: string;
  readonly line: number;
  readonly kind: 'set' | 'exclude' | 'ignored';
  /** In dotted form. */
  readonly key: string;
  readonly value?: string;
  readonly glob: boolean;
}

/** What systemd-sysctl does with a key or a glob: it writes the value, or, without one, keeps globs off. */
export interface SysctlAssignment {
  readonly key: string;
  readonly glob: boolean;
  readonly value?: string;
  readonly file: string;
  readonly line: number;
}

/**
 * The assignments in the order in which systemd-sysctl carries them out (sysctl.d(5); src/sysctl/sysctl.c, `parse_file` and `apply_all`):
 * files by name, of files of one name the one in the first folder. A later line for the same key takes the place of an earlier one, at its own
 * place in the order, unless both say the same.
 */
export function orderAssignments(files: readonly SysctlFile[], lines: readonly SysctlLine[]): readonly SysctlAssignment[] {
  const assignments = new Map<string, SysctlAssignment>();
  const byFile = Map.groupBy(lines, ({ file }) => file);
  for (const { path } of effectiveFiles(files)) {
    for (const { kind, key, value, glob, file, line } of byFile.get(path) ?? []) {
      const before = assignments.get(key);
      if (kind === 'ignored' || (before !== undefined && before.value === value)) continue;
      assignments.delete(key);
      assignments.set(key, { key, glob, ...(value === undefined ? {} : { value }), file, line });
    }
  }
  return [...assignments.values()];
}

/** In the order in which they are read. */
export function effectiveFiles<F extends SysctlFile>(files: readonly F[]): readonly F[] {
  return files.filter(({ state, overriddenBy }) => state === 'read' && overriddenBy === undefined).sort((a, b) => compareNames(a.name, b.name));
}

/** By bytes, as strcmp. */
export function compareNames(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
