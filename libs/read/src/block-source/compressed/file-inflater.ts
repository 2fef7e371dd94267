import { constants } from 'node:zlib';
import { prefixDeflate, RawInflater, storeDeflate, toInflateError, type Written } from '../../compression/index.ts';
import type { BlockSource } from '../block-source.ts';
import { INFLATED_LIMIT } from './container-view.ts';

const SLICE_LENGTH = 64 * 1024;
const NOTHING = new Uint8Array(0);

/** Where deflate data can be inflated from. */
export interface RestartPoint {
  /** In the file: the byte that holds the first bit. */
  readonly position: number;
  /** Of the first bit in that byte: 0 to 7. */
  readonly bit: number;
  /** Up to 32 KiB that came out before, as far as the data can refer to it. */
  readonly window: Uint8Array;
}

export interface Step {
  /** Bytes of the target that were filled, from its start. */
  readonly length: number;
  /** Why it stopped early: the data is at its end, or, asked with Z_BLOCK, one block is and another begins (or the data is at its end, as the next step tells). */
  readonly at: 'end' | 'boundary' | undefined;
}

/** Inflates deflate data of a file from wherever it is told. Damage is a FormatError of `structure` with the offset of where it started. */
export class FileInflater {
  readonly #file: BlockSource;
  readonly #structure: string;
  readonly #inflater = new RawInflater();
  readonly #slice = new Uint8Array(SLICE_LENGTH);
  #start = 0;
  /** What is not used yet of the slice: from here to there. The bytes from `#own` on are those of the file that end at `#next`. */
  #from = 0;
  #to = 0;
  #own = 0;
  #next = 0;

  constructor(file: BlockSource, structure: string) {
    this.#file = file;
    this.#structure = structure;
  }

  /** Of the first byte of the file that is not used; bits of the one before may be left as well. */
  get position(): number {
    return this.#next - (this.#to - this.#from);
  }

  /** The data is a member's from its start on unless there is a window. */
  start({ position, bit, window }: RestartPoint): void {
    this.#start = position;
    this.#inflater.reset();
    if (window.length > 0) this.#prime(window);
    this.#seek(position);
    if (bit > 0) this.#prefix(bit);
  }

  /** One step of the inflater into `target`, which must have room; `flush` is Z_SYNC_FLUSH or Z_BLOCK. */
  step(flush: number, target: Uint8Array): Step {
    if (this.#from === this.#to) this.#refill();
    const input = this.#slice.subarray(this.#from, this.#to);
    const { length, consumed } = this.#write(input.length === 0 ? constants.Z_FINISH : flush, input, target);
    this.#from += consumed;
    const hasRoom = length < target.length;
    const isEnd = hasRoom && length === 0 && consumed === 0;
    return { length, at: isEnd ? 'end' : hasRoom && consumed < input.length ? 'boundary' : undefined };
  }

  /** Gives its memory back at once. */
  close(): void {
    this.#inflater.close();
    this.#slice.buffer.transfer(0);
  }

  /** What was read already is not read again: members may be small. */
  #seek(position: number): void {
    const at = position - (this.#next - this.#to);
    if (at >= this.#own && at <= this.#to) {
      this.#from = at;
      return;
    }
    [this.#from, this.#to, this.#own, this.#next] = [0, 0, 0, position];
  }

  /** The inflater has to put it out first. */
  #prime(window: Uint8Array): void {
    const { length } = this.#inflater.write(constants.Z_SYNC_FLUSH, storeDeflate(window), this.#slice);
    if (length !== window.length) throw new Error(`node:zlib made ${length} bytes of ${window.length} stored ones`);
    [this.#to, this.#own] = [0, 0];
  }

  #prefix(bit: number): void {
    const byte = new Uint8Array(1);
    this.#file.readInto(byte, this.#start);
    const prefix = prefixDeflate(bit, byte[0]!);
    this.#slice.set(prefix);
    [this.#from, this.#to, this.#own, this.#next] = [0, prefix.length, prefix.length, this.#start + 1];
  }

  #refill(): void {
    const length = Math.max(0, Math.min(this.#slice.length, this.#file.length - this.#next));
    if (length > 0) this.#file.readInto(this.#slice.subarray(0, length), this.#next);
    [this.#from, this.#to, this.#own] = [0, length, 0];
    this.#next += length;
  }

  #write(flush: number, input: Uint8Array, target: Uint8Array): Written {
    try {
      return this.#inflater.write(flush, input, target);
    } catch (error) {
      throw toInflateError(error, this.#structure, this.#file.origin + this.#start, INFLATED_LIMIT);
    }
  }
}

/** Where data starts that refers to nothing before it. */
export function dataStart(position: number): RestartPoint {
  return { position, bit: 0, window: NOTHING };
}
