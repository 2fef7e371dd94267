import { decodeFileName, FormatError } from '../../bytes/index.ts';
import { isSpace } from './kernel-characters.ts';

const NEWLINE = 0x0a;
/** XBC_DATA_MAX: bytes, padding included. */
export const MAX_TEXT_LENGTH = 32_767;

/** The text that the kernel parses, a C string: it ends before the first NUL byte. Positions are bytes from its start. */
export class ConfigText {
  readonly bytes: Uint8Array;
  /** Absolute image offset of byte 0. */
  readonly origin: number;
  #lineStarts: number[] | undefined;

  constructor(bytes: Uint8Array, origin: number) {
    if (bytes.length > MAX_TEXT_LENGTH) {
      throw new FormatError({ structure: 'bootconfig', field: 'length', offset: origin, found: bytes.length, expected: `at most ${MAX_TEXT_LENGTH}` });
    }
    const end = bytes.indexOf(0);
    this.bytes = end < 0 ? bytes : bytes.subarray(0, end);
    this.origin = origin;
  }

  get end(): number {
    return this.bytes.length;
  }

  /** Bytes that are not UTF-8 come out as `decodeFileName` does them. */
  slice(from: number, to: number): string {
    return decodeFileName(this.bytes.subarray(from, to));
  }

  /** The next of the `wanted` bytes at or after `from`; undefined when there is none. */
  find(wanted: ReadonlySet<number>, from: number): number | undefined {
    for (let at = from; at < this.end; at++) if (wanted.has(this.bytes[at]!)) return at;
    return undefined;
  }

  skipSpaces(from: number): number {
    let at = from;
    while (at < this.end && isSpace(this.bytes[at]!)) at++;
    return at;
  }

  skipSpacesInLine(from: number): number {
    let at = from;
    while (at < this.end && isSpace(this.bytes[at]!) && this.bytes[at] !== NEWLINE) at++;
    return at;
  }

  /** Behind the newline that ends the comment. */
  skipComment(from: number): number {
    const at = this.bytes.indexOf(NEWLINE, from);
    return at < 0 ? this.end : at + 1;
  }

  /** The range without white space at both ends; white space alone becomes empty at its start. */
  trim(from: number, to: number): { from: number; to: number } {
    let last = to;
    while (last > from && isSpace(this.bytes[last - 1]!)) last--;
    return last === from ? { from, to: from } : { from: Math.min(this.skipSpaces(from), last), to: last };
  }

  /** The line of a byte, from 1. */
  lineOf(position: number): number {
    const starts = this.#starts();
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (starts[middle]! <= position) low = middle;
      else high = middle;
    }
    return low + 1;
  }

  /** A FormatError at `line:column`, both from 1, columns in bytes: as the kernel's bootconfig tool counts. */
  error(message: string, position: number): FormatError {
    const line = this.lineOf(position);
    const field = `${line}:${position - this.#starts()[line - 1]! + 1}`;
    return new FormatError({ structure: 'bootconfig', field, offset: this.origin + position, message });
  }

  #starts(): readonly number[] {
    if (this.#lineStarts === undefined) {
      this.#lineStarts = [0];
      for (let at = this.bytes.indexOf(NEWLINE); at >= 0; at = this.bytes.indexOf(NEWLINE, at + 1)) this.#lineStarts.push(at + 1);
    }
    return this.#lineStarts;
  }
}
