import { FormatError, LimitError, type ReadErrorDetail } from '@staticfire/read/bytes';
import type { IniOption, IniOptions } from './ini-file.ts';

const MAX_DEPTH = 10;
/** Characters and references of one value. */
const MAX_STEPS = 100_000;
const REFERENCE = /%\(([^)]+)\)s/y;

/** Where a value stands. */
export interface ValuePlace {
  readonly file: string;
  readonly section: string;
  readonly option: string;
}

/**
 * A value with `%(name)s` replaced by another option of its section and `%%` by a percent sign, as `configparser.BasicInterpolation` does. Any other use of
 * a percent sign, an unknown name and more than ten levels are a FormatError, a value that grows beyond 100 000 characters a LimitError.
 */
export function interpolate(option: IniOption, options: IniOptions, place: ValuePlace): string {
  return new Interpolation(option, options, place).expand(option.value, 1);
}

class Interpolation {
  readonly #options: IniOptions;
  readonly #place: ReadErrorDetail;
  readonly #what: string;
  #left = MAX_STEPS;

  constructor({ line }: IniOption, options: IniOptions, { file, section, option }: ValuePlace) {
    this.#options = options;
    this.#place = { structure: file, field: `line ${line}` };
    this.#what = `section [${section}], option ${option}`;
  }

  expand(text: string, depth: number): string {
    if (depth > MAX_DEPTH) throw this.#error(`references are nested more than ${MAX_DEPTH} deep`);
    this.#spend(text.length);
    let result = '';
    let at = 0;
    for (let percent = text.indexOf('%'); percent >= 0; percent = text.indexOf('%', at)) {
      REFERENCE.lastIndex = percent;
      const reference = REFERENCE.exec(text);
      if (reference === null && text[percent + 1] !== '%') throw this.#error('a percent sign is written %%');
      result += text.slice(at, percent) + (reference === null ? '%' : this.#resolve(reference[1]!, depth));
      at = percent + (reference?.[0].length ?? 2);
    }
    return result + text.slice(at);
  }

  #resolve(name: string, depth: number): string {
    const value = this.#options.get(name.toLowerCase())?.value;
    if (value === undefined) throw this.#error(`there is no option ${name}`);
    if (value.includes('%')) return this.expand(value, depth + 1);
    this.#spend(value.length);
    return value;
  }

  #spend(characters: number): void {
    this.#left -= 1 + characters;
    if (this.#left < 0) throw new LimitError({ ...this.#place, message: `${this.#what}: more than ${MAX_STEPS} characters` });
  }

  #error(message: string): FormatError {
    return new FormatError({ ...this.#place, message: `${this.#what}: ${message}` });
  }
}
