import type { Bzip2Block } from './bzip2-block.ts';

/** A piece is given away when it has this many bytes. */
const PIECE = 256 * 1024;
/** After four equal bytes: how many more. */
const RUN_START = 4;
const RUN_LIMIT = 255;

/** Follows the chains of blocks, one after another, and undoes the run-length encoding that came before sorting. */
export class Bzip2Runs {
  readonly #piece = new Uint8Array(PIECE + RUN_LIMIT);
  #at = 0;
  #cleared = 0;
  #block: Bzip2Block = { length: 0, chain: new Uint32Array(0), last: 0 };
  #done = 0;
  #place = 0;
  #byte = -1;
  #equal = 0;

  start(block: Bzip2Block): void {
    this.#block = block;
    this.#done = 0;
    this.#place = block.chain[block.last]! >>> 8;
    this.#byte = -1;
    this.#equal = 0;
  }

  /** What there is, good until `clear`. */
  get piece(): Uint8Array {
    return this.#piece.subarray(0, this.#at);
  }

  get isFull(): boolean {
    return this.#at >= PIECE;
  }

  /** Of all that came out. */
  get total(): number {
    return this.#cleared + this.#at;
  }

  clear(): void {
    this.#cleared += this.#at;
    this.#at = 0;
  }

  /** What it adds to the piece, until that is full. */
  next(): Uint8Array {
    const piece = this.#piece;
    const { chain, length } = this.#block;
    const start = this.#at;
    let [done, place, previous, equal, at] = [this.#done, this.#place, this.#byte, this.#equal, start];
    for (; done < length && at < PIECE; done++) {
      const entry = chain[place]!;
      const byte = entry & 0xff;
      place = entry >>> 8;
      if (equal === RUN_START) {
        piece.fill(previous, at, at + byte);
        at += byte;
        equal = 0;
        previous = -1;
        continue;
      }
      equal = byte === previous ? equal + 1 : 1;
      previous = byte;
      piece[at++] = byte;
    }
    this.#done = done;
    this.#place = place;
    this.#byte = previous;
    this.#equal = equal;
    this.#at = at;
    return piece.subarray(start, at);
  }

  /** Whether all of the block came out. */
  get isDone(): boolean {
    return this.#done === this.#block.length;
  }
}
