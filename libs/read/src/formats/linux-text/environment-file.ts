import { FormatError } from '../../bytes/index.ts';
import { decodeFileText, lineError } from './file-text.ts';

/** One assignment of an environment file. */
export interface EnvironmentEntry {
  readonly line: number;
  /** `ignored` assigns nothing: no `=`, or no name that a variable can have. */
  readonly kind: 'assignment' | 'ignored';
  /** Of ignored lines what stands before the `=`. */
  readonly key: string;
  /** Without quotes and escapes; may hold line feeds. */
  readonly value: string;
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const isNewline = (character: string) => character === '\n' || character === '\r';
const isBlank = (character: string) => character === ' ' || character === '\t' || isNewline(character);

/**
 * A file for EnvironmentFile= as systemd reads it (systemd.exec(5); src/basic/env-file.c, `parse_env_file_internal`): quotes join parts
 * of a value, a backslash before a line end joins lines, nothing is expanded. Later assignments of a key win. A comment that ends in a
 * backslash is a FormatError: systemd before 254 takes the next line for comment, later ones do not.
 */
export function parseEnvironmentFile(bytes: Uint8Array, file: string): readonly EnvironmentEntry[] {
  const text = decodeFileText(bytes, file);
  const zero = text.indexOf('\0');
  if (zero >= 0) throw new FormatError({ structure: file, message: `character ${zero} of the file is NUL` });
  const parser = new EnvironmentParser(file);
  for (const character of text) parser.take(character);
  return parser.end();
}

type State = 'before-key' | 'key' | 'before-value' | 'value' | 'value-escape' | 'single-quoted' | 'double-quoted' | 'double-quoted-escape' | 'comment';

class EnvironmentParser {
  readonly #file: string;
  readonly #entries: EnvironmentEntry[] = [];
  #state: State = 'before-key';
  #key = '';
  #value = '';
  /** Length of the value up to its last character that trailing blanks are not cut from. */
  #kept = 0;
  #line = 1;
  #keyLine = 1;
  #escaped = false;

  constructor(file: string) {
    this.#file = file;
  }

  take(character: string): void {
    this.#step(character);
    if (character === '\n') this.#line++;
  }

  end(): readonly EnvironmentEntry[] {
    if (this.#state === 'key') this.#ignore();
    else if (this.#state !== 'before-key' && this.#state !== 'comment') this.#assign();
    return this.#entries;
  }

  #step(character: string): void {
    switch (this.#state) {
      case 'before-key':
        return this.#beforeKey(character);
      case 'key':
        return this.#inKey(character);
      case 'before-value':
        return this.#beforeValue(character);
      case 'value':
        return this.#inValue(character);
      case 'value-escape':
        this.#state = 'value';
        if (!isNewline(character)) this.#keep(character);
        return;
      case 'single-quoted':
        return character === "'" ? this.#enter('before-value') : this.#keep(character);
      case 'double-quoted':
        if (character === '"') return this.#enter('before-value');
        return character === '\\' ? this.#enter('double-quoted-escape') : this.#keep(character);
      case 'double-quoted-escape':
        this.#state = 'double-quoted';
        if (character !== '\n') this.#keep('"\\`$'.includes(character) ? character : `\\${character}`);
        return;
      case 'comment':
        return this.#inComment(character);
    }
  }

  #inComment(character: string): void {
    if (isNewline(character) && this.#escaped) throw lineError(this.#file, this.#line, 'a comment ends in a backslash');
    this.#escaped = character === '\\' && !this.#escaped;
    if (isNewline(character)) this.#state = 'before-key';
  }

  #enter(state: State): void {
    this.#state = state;
  }

  #beforeKey(character: string): void {
    if (character === '#' || character === ';') this.#state = 'comment';
    else if (!isBlank(character)) {
      this.#state = 'key';
      this.#key = character;
      this.#keyLine = this.#line;
    }
  }

  #inKey(character: string): void {
    if (isNewline(character)) this.#ignore();
    else if (character === '=') this.#state = 'before-value';
    else this.#key += character;
  }

  #beforeValue(character: string): void {
    if (isNewline(character)) this.#assign();
    else if (character === "'") this.#state = 'single-quoted';
    else if (character === '"') this.#state = 'double-quoted';
    else if (character === '\\') this.#state = 'value-escape';
    else if (!isBlank(character)) {
      this.#state = 'value';
      this.#keep(character);
    }
  }

  #inValue(character: string): void {
    if (isNewline(character)) this.#assign();
    else if (character === '\\') {
      this.#state = 'value-escape';
      this.#kept = this.#value.length;
    } else if (isBlank(character)) this.#value += character;
    else this.#keep(character);
  }

  #keep(character: string): void {
    this.#value += character;
    this.#kept = this.#value.length;
  }

  #assign(): void {
    const key = this.#trimmedKey();
    this.#add(NAME.test(key) ? 'assignment' : 'ignored', key, this.#value.slice(0, this.#kept));
  }

  #ignore(): void {
    this.#add('ignored', this.#trimmedKey(), '');
  }

  #trimmedKey(): string {
    return this.#key.replace(/(?<![ \t\r\n])[ \t\r\n]+$/, '');
  }

  #add(kind: EnvironmentEntry['kind'], key: string, value: string): void {
    this.#entries.push({ line: this.#keyLine, kind, key, value });
    this.#state = 'before-key';
    this.#key = '';
    this.#value = '';
    this.#kept = 0;
  }
}
