import { FormatError, LimitError, type ReadErrorDetail, UnsupportedError } from '@staticfire/read/bytes';

/** Where an expression stands, for errors. */
export type Place = Pick<ReadErrorDetail, 'structure' | 'field'>;

/** The text of an expression while it is read from left to right. */
export class PcreText {
  readonly #text: string;
  readonly #place: Place;
  #at = 0;

  constructor(text: string, place: Place) {
    this.#text = text;
    this.#place = place;
  }

  get ended(): boolean {
    return this.#at >= this.#text.length;
  }

  /** The character `ahead` places on; empty behind the end. */
  peek(ahead = 0): string {
    return this.#text[this.#at + ahead] ?? '';
  }

  startsWith(text: string): boolean {
    return this.#text.startsWith(text, this.#at);
  }

  /** Goes over the text when it is the next. */
  take(text: string): boolean {
    const found = this.startsWith(text);
    if (found) this.#at += text.length;
    return found;
  }

  next(): string {
    const character = this.peek();
    this.#at++;
    return character;
  }

  /** Goes over what a sticky expression finds here. */
  match(expression: RegExp): RegExpExecArray | undefined {
    expression.lastIndex = this.#at;
    const found = expression.exec(this.#text) ?? undefined;
    this.#at += found?.[0].length ?? 0;
    return found;
  }

  /** PCRE2 refuses the expression as well. */
  malformed(message: string): FormatError {
    return new FormatError({ ...this.#place, message: `the expression is malformed: ${message}` });
  }

  unsupported(construct: string): UnsupportedError {
    return new UnsupportedError({ ...this.#place, message: `the expression uses ${construct}` });
  }

  tooMuch(message: string): LimitError {
    return new LimitError({ ...this.#place, message: `the expression has ${message}` });
  }
}
