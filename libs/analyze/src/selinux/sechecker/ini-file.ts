/** An option as it is written: lines behind the first joined by a line feed, `%` not yet replaced. */
export interface IniOption {
  readonly value: string;
  /** From 1. */
  readonly line: number;
}

export type IniOptions = ReadonlyMap<string, IniOption>;

export interface IniSection {
  readonly name: string;
  /** From 1. */
  readonly line: number;
  /** By name in lower case; its own, without those of `[DEFAULT]`. */
  readonly options: IniOptions;
}

export interface IniFile {
  /** Those of `[DEFAULT]`, which every section has. */
  readonly defaults: IniOptions;
  /** In the order of the file. */
  readonly sections: readonly IniSection[];
}
