import { FormatError } from '../bytes/index.ts';
import type { ViewReader } from './zstd-frame.ts';

const STRUCTURE = 'bzip2 stream';
const PIECE = 128 * 1024;
/** Bits that are at hand after `fill`, the highest first. */
const FILLED = 25;

/** The bits of a bzip2 file, the highest of each byte first. */
export class Bzip2Bits {
  readonly #read: ViewReader;
  #bytes: Uint8Array = new Uint8Array(0);
  /** Where in the file `bytes` begin, and of the whole file in the image. */
  #start = 0;
  #origin = 0;
  #at = 0;
  #buffer = 0;
  #count = 0;
  /** Bits behind the end of the file that were taken for zeros. */
  #beyond = 0;

  /** `start` is the bit of the file to begin with, counted from 0. */
  constructor(read: ViewReader, start = 0) {
    this.#read = read;
    this.#start = Math.floor(start / 8);
    this.take(start % 8);
  }

  /** The next bit of the file. */
  get place(): number {
    return (this.#start + this.#at) * 8 + this.#beyond - this.#count;
  }

  /** Absolute image offset of the byte that the next bit is in. */
  get offset(): number {
    return this.#origin + this.#start + this.#at + Math.ceil((this.#beyond - this.#count) / 8);
  }

  /** Up to 24 bits. */
  take(bits: number): number {
    this.fill();
    this.#count -= bits;
    const value = (this.#buffer >>> this.#count) & ((1 << bits) - 1);
    if (this.#count < this.#beyond) throw this.ended();
    return value;
  }

  take32(): number {
    return this.take(16) * 0x10000 + this.take(16);
  }

  /** Makes at least 25 bits ready for `peek`; behind the end of the file they are zeros. */
  fill(): void {
    while (this.#count < FILLED) {
      if (this.#at === this.#bytes.length) this.#refill();
      if (this.#at === this.#bytes.length) this.#beyond += 8;
      this.#buffer = (this.#buffer << 8) | (this.#at < this.#bytes.length ? this.#bytes[this.#at++]! : 0);
      this.#count += 8;
    }
  }

  /** The next bits, up to 20, which `fill` made ready. */
  peek(bits: number): number {
    return (this.#buffer >>> (this.#count - bits)) & ((1 << bits) - 1);
  }

  skip(bits: number): void {
    this.#count -= bits;
  }

  /** Whether bits were used that are not in the file. */
  get isBeyond(): boolean {
    return this.#count < this.#beyond;
  }

  /** Throws when there were. */
  check(): void {
    if (this.isBeyond) throw this.ended();
  }

  /** Goes on at the next whole byte; false when the file ends there. */
  alignToByte(): boolean {
    this.#count -= this.#count % 8;
    this.fill();
    return this.#count > this.#beyond;
  }

  ended(): FormatError {
    return new FormatError({ structure: STRUCTURE, offset: this.offset, message: 'the file ends within it' });
  }

  #refill(): void {
    this.#start += this.#bytes.length;
    const view = this.#read(this.#start, PIECE, true);
    this.#bytes = view.bytes;
    this.#origin = view.offset - this.#start;
    this.#at = 0;
  }
}
