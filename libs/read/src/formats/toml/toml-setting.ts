/** A step on the way to a value: a key, or the index in an array. */
export type TomlStep = string | number;

/** A value that holds no others: a scalar, or an empty table or array. */
export interface TomlSetting {
  readonly path: readonly TomlStep[];
  /** `path` as TOML writes it: `settings.ntp."a b"[0]`. */
  readonly key: string;
  readonly type: 'string' | 'integer' | 'float' | 'boolean' | 'date' | 'array' | 'table';
  /** Strings as they are, integers in decimal, other scalars as the file writes them, `[]`, `{}`. */
  readonly value: string;
  /** Where the value starts, from 1; of an empty table its header or key. */
  readonly line: number;
  /** Where it ends: strings can go over lines. Of an empty table its header or key, with what stands below it. */
  readonly lastLine: number;
}

export function tomlKey(path: readonly TomlStep[]): string {
  return path.reduce<string>((key, step) => {
    if (typeof step === 'number') return `${key}[${step}]`;
    const word = /^[A-Za-z0-9_-]+$/.test(step) ? step : JSON.stringify(step);
    return key === '' ? word : `${key}.${word}`;
  }, '');
}
