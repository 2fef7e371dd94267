import { FormatError, type ReadErrorDetail, UnsupportedError } from '@staticfire/read/bytes';
import type { IniFile, IniOptions, IniSection } from './ini-file.ts';
import { interpolate } from './interpolate.ts';
import { splitWords, strip } from './white-space.ts';

/** The options of one check, as sechecker takes them: an empty one says as little as none. */
export class CheckSection {
  readonly name: string;
  readonly line: number;
  readonly #file: string;
  readonly #options: IniOptions;

  constructor(file: string, { defaults }: IniFile, { name, line, options }: IniSection) {
    this.name = name;
    this.line = line;
    this.#file = file;
    this.#options = new Map([...defaults, ...options]);
  }

  /** An option that is none of these is an UnsupportedError. */
  checkOptions(checkType: string, known: readonly string[]): void {
    const unknown = [...this.#options.keys()].find((name) => !known.includes(name));
    if (unknown !== undefined) throw this.unsupported(unknown, `${checkType} has no such option; it has ${known.join(', ')}`);
  }

  text(option: string): string | undefined {
    const found = this.#options.get(option);
    if (found === undefined) return undefined;
    return interpolate(found, this.#options, { file: this.#file, section: this.name, option }) || undefined;
  }

  /** One name. */
  symbol(option: string): string | undefined {
    const value = this.text(option);
    const name = value === undefined ? undefined : strip(value);
    if (name !== undefined) this.#checkName(option, name);
    return name;
  }

  /** Names between white space; undefined for an option that is not there or empty. */
  words(option: string): readonly string[] | undefined {
    const words = splitWords(this.text(option) ?? '');
    return words.length === 0 ? undefined : words;
  }

  /** Names of types or attributes, in which our sets have signs that sechecker does not have. */
  symbols(option: string): readonly string[] | undefined {
    const names = this.words(option);
    for (const name of names ?? []) this.#checkName(option, name);
    return names;
  }

  error(option: string | undefined, message: string): FormatError {
    return new FormatError(this.#detail(option, message));
  }

  unsupported(option: string, message: string): UnsupportedError {
    return new UnsupportedError(this.#detail(option, message));
  }

  #checkName(option: string, name: string): void {
    if (name === '*' || name.startsWith('-')) throw this.unsupported(option, `${name} is no name of a type`);
  }

  #detail(option: string | undefined, message: string): ReadErrorDetail {
    const line = option === undefined ? this.line : (this.#options.get(option)?.line ?? this.line);
    return { structure: this.#file, field: `line ${line}`, message: `section [${this.name}]${option === undefined ? '' : `, option ${option}`}: ${message}` };
  }
}
