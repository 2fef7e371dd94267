import { type TemplatePlace, templateLimit, unsupportedTemplate } from '../syntax/template-error.ts';
import type { OpenValue } from '../values/template-value.ts';

/** Text with open values in it. */
export interface RenderedText {
  readonly text: string;
  /** Of each line of `text`, from the first, the line of the template that it starts from. */
  readonly lines: readonly number[];
  /** The open values that marks in `text` stand for, by their number. */
  readonly opens: readonly OpenValue[];
}

/**
 * Characters; a configuration file has some thousands. Marks of open values count with their own length, which is about that of values.
 */
const MAX_LENGTH = 256 * 1024;
/** A mark is an integer that YAML, TOML and JSON take wherever a value, a key or part of a text may stand. */
const MARK = /77770000([0-9]{6})7777/g;
const MAX_OPENS = 100_000;

export class Output {
  readonly #file: string;
  readonly #parts: string[] = [];
  readonly #lines: number[] = [];
  readonly #opens: OpenValue[] = [];
  #length = 0;
  #atLineStart = true;

  constructor(file: string) {
    this.#file = file;
  }

  /** Text of the template itself goes over its lines; what a tag prints is all of the line of the tag. */
  write(text: string, line: number, spans = false): void {
    this.#grow(text.length, line);
    if (new RegExp(MARK).test(text)) throw unsupportedTemplate({ file: this.#file, line }, 'the text holds what open values are marked with');
    let at = line;
    for (const [index, piece] of text.split('\n').entries()) {
      if (index > 0) this.#parts.push('\n');
      if (index > 0 && spans) at++;
      if (index > 0) this.#atLineStart = true;
      this.#start(piece, at);
    }
  }

  writeOpen(value: OpenValue, line: number): void {
    if (this.#opens.length >= MAX_OPENS) throw templateLimit({ file: this.#file, line }, `more than ${MAX_OPENS} open values`);
    const mark = `77770000${String(this.#opens.push(value) - 1).padStart(6, '0')}7777`;
    this.#grow(mark.length, line);
    this.#start(mark, line);
  }

  end(): RenderedText {
    const text = this.#parts.join('');
    // A last line that is empty has no place of its own.
    const missing = text.split('\n').length - this.#lines.length;
    const last = this.#lines.at(-1) ?? 1;
    return { text, lines: [...this.#lines, ...Array.from({ length: Math.max(missing, 0) }, () => last)], opens: this.#opens };
  }

  #start(piece: string, line: number): void {
    if (this.#atLineStart) this.#lines.push(line);
    // Blanks before a tag are of the line that the tag fills.
    else if (this.#parts.at(-1)?.trim() === '' && piece.trim() !== '' && this.#parts.at(-1) !== '\n') this.#lines[this.#lines.length - 1] = line;
    this.#atLineStart = false;
    this.#parts.push(piece);
  }

  #grow(length: number, line: number): void {
    this.#length += length;
    if (this.#length > MAX_LENGTH) throw templateLimit(this.#place(line), `more than ${MAX_LENGTH} characters are rendered`);
  }

  #place(line: number): TemplatePlace {
    return { file: this.#file, line };
  }
}

/** The open values in a part of a rendered text. */
export function opensIn(part: string, opens: readonly OpenValue[]): readonly OpenValue[] {
  return [...part.matchAll(MARK)].flatMap(([, number]) => opens[Number(number)] ?? []);
}

/** The same for people: what is open stands between angle brackets. */
export function showOpens(text: string, opens: readonly OpenValue[]): string {
  return text.replaceAll(MARK, (mark, number: string) => {
    const open = opens[Number(number)];
    return open === undefined ? mark : `<${open.id}>`;
  });
}
