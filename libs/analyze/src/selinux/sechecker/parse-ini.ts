import { FormatError, LimitError } from '@staticfire/read/bytes';
import type { IniFile } from './ini-file.ts';
import { indentOf, strip, stripEnd } from './white-space.ts';

const MAX_LENGTH = 1024 * 1024;
const DEFAULT = 'DEFAULT';
const COMMENT = /^[#;]/;
const SECTION = /^\[(.+)\]/s;
/** The first delimiter divides. */
const OPTION = /^([^=:]*)[=:](.*)$/s;

interface Lines {
  readonly line: number;
  readonly values: string[];
}

/**
 * The INI dialect of Python's `configparser.ConfigParser()`, as of 3.11: names of options in lower case, values that go on in lines that are indented
 * deeper, empty lines in between included, comments on lines of their own, `[DEFAULT]`. Whatever that refuses is a FormatError with the line; a text above
 * 1 MiB is a LimitError.
 */
export function parseIni(text: string, file: string): IniFile {
  if (text.length > MAX_LENGTH) throw new LimitError({ structure: file, message: `${text.length} characters, at most ${MAX_LENGTH} are read` });
  const reader = new IniReader(file);
  text.split(/\r\n|\r|\n/).forEach((line, index) => void reader.read(line, index + 1));
  return reader.finish();
}

class IniReader {
  readonly #file: string;
  readonly #defaults = new Map<string, Lines>();
  readonly #sections = new Map<string, { readonly line: number; readonly options: Map<string, Lines> }>();
  #options: Map<string, Lines> | undefined;
  #option: Lines | undefined;
  #indent = 0;

  constructor(file: string) {
    this.#file = file;
  }

  read(text: string, line: number): void {
    const value = strip(text);
    if (COMMENT.test(value)) return;
    if (value === '') this.#option?.values.push('');
    else if (this.#option !== undefined && indentOf(text) > this.#indent) this.#option.values.push(value);
    else {
      this.#indent = indentOf(text);
      const header = SECTION.exec(value)?.[1];
      if (header === undefined) this.#addOption(value, line);
      else this.#addSection(header, line);
    }
  }

  finish(): IniFile {
    const sections = [...this.#sections].map(([name, { line, options }]) => ({ name, line, options: joined(options) }));
    return { defaults: joined(this.#defaults), sections };
  }

  #addSection(name: string, line: number): void {
    if (this.#sections.has(name)) throw this.#error(line, `there is a section [${name}] already`);
    this.#option = undefined;
    this.#options = name === DEFAULT ? this.#defaults : new Map();
    if (name !== DEFAULT) this.#sections.set(name, { line, options: this.#options });
  }

  #addOption(value: string, line: number): void {
    if (this.#options === undefined) throw this.#error(line, 'a section is expected, as in [name]');
    const [, name, rest] = OPTION.exec(value) ?? [];
    const key = strip(name ?? '').toLowerCase();
    if (rest === undefined || key === '') throw this.#error(line, 'an option is expected, as in name = value');
    if (this.#options.has(key)) throw this.#error(line, `the section has an option ${key} already`);
    this.#option = { line, values: [strip(rest)] };
    this.#options.set(key, this.#option);
  }

  #error(line: number, message: string): FormatError {
    return new FormatError({ structure: this.#file, field: `line ${line}`, message });
  }
}

/** Empty lines at the end are none of the value. */
function joined(options: ReadonlyMap<string, Lines>) {
  return new Map([...options].map(([name, { line, values }]) => [name, { line, value: stripEnd(values.join('\n')) }]));
}
