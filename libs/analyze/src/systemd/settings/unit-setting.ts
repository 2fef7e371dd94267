/** An assignment of a unit file or drop-in, as written: specifiers and quotes are not touched. */
export interface UnitSetting {
  readonly section: string;
  readonly key: string;
  /** Empty: what was set before is forgotten, or the default comes back. */
  readonly value: string;
  /** The file, by its search folder. */
  readonly path: string;
  /** First of its lines, from 1. */
  readonly line: number;
}

/** A line that systemd reports and goes on without. */
export interface UnitProblem {
  readonly kind: 'unknown-section' | 'unknown-key' | 'outside-section' | 'no-assignment' | 'rest-ignored';
  readonly path: string;
  readonly line: number;
  /** The section or key, the line, or why the rest of the file is ignored. */
  readonly text: string;
}

/** The value that counts: of a key that is set several times the last one. Not set, or reset → undefined. */
export function lastValue(settings: readonly UnitSetting[], section: string, key: string): UnitSetting | undefined {
  const last = settings.findLast((setting) => setting.key === key && setting.section === section);
  return last?.value === '' ? undefined : last;
}

/** Every value of a key that gathers them, after the last empty one. */
export function allValues(settings: readonly UnitSetting[], section: string, ...keys: readonly string[]): readonly UnitSetting[] {
  const own = settings.filter((setting) => setting.section === section && keys.includes(setting.key));
  return own.slice(own.findLastIndex(({ value }) => value === '') + 1);
}

/** The last value of a key that `parse` takes: what it does not take, systemd reports and goes on without. */
export function lastValid<T>(settings: readonly UnitSetting[], section: string, key: string, parse: (value: string) => T | undefined): T | undefined {
  for (let at = settings.length - 1; at >= 0; at--) {
    const setting = settings[at]!;
    const value = setting.key === key && setting.section === section ? parse(setting.value) : undefined;
    if (value !== undefined) return value;
  }
  return undefined;
}
