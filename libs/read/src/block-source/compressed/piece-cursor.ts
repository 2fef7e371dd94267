import { FormatError } from '../../bytes/index.ts';
import type { SourceDescription } from '../block-source.ts';
import { CHUNK_LENGTH } from './chunk-store.ts';

/** A disk whose bytes come in blocks, each of which can only be inflated from its start on, in pieces. */
export interface InflatedPieces {
  /** What holds a block, for messages. */
  readonly structure: string;
  /** Where each block begins in the disk, and after the last one the disk's length. */
  readonly starts: Float64Array;
  /** All of a block; each piece is good until the next of the same walk. Several walks go on side by side, and one may be left before its end. */
  inflate(block: number): Iterable<Uint8Array>;
  describe(): SourceDescription;
}

const NOTHING: Uint8Array = new Uint8Array(0);

/** Goes over a disk chunk by chunk (`CHUNK_LENGTH`; the last may be shorter), from the first one that begins in a block or behind it. */
export class PieceCursor {
  readonly #blocks: InflatedPieces;
  #block: number;
  #pieces: Iterator<Uint8Array>;
  #piece = NOTHING;
  /** Where the rest of the piece begins in the disk. */
  #at: number;
  #next: number;

  constructor(blocks: InflatedPieces, block: number) {
    this.#blocks = blocks;
    this.#block = block;
    this.#pieces = blocks.inflate(block)[Symbol.iterator]();
    this.#at = blocks.starts[block]!;
    this.#next = Math.ceil(this.#at / CHUNK_LENGTH);
  }

  /** Number of the chunk that `read` is going to give. */
  get next(): number {
    return this.#next;
  }

  /** Goes forward to a chunk. */
  skipTo(chunk: number): void {
    this.#next = chunk;
  }

  /** Fills `target` with the next chunk, whose length it has. */
  read(target: Uint8Array): void {
    this.#advance(this.#next * CHUNK_LENGTH - this.#at);
    this.#advance(target.length, target);
    this.#next++;
  }

  close(): void {
    this.#piece = NOTHING;
    this.#pieces.return?.();
  }

  #advance(count: number, target?: Uint8Array): void {
    for (let done = 0; done < count; ) {
      const part = this.#rest().subarray(0, count - done);
      target?.set(part, done);
      this.#piece = this.#piece.subarray(part.length);
      this.#at += part.length;
      done += part.length;
    }
    if (this.#at === this.#blocks.starts[this.#block + 1]!) this.#endBlock();
  }

  /** Checksums stand behind the last piece. */
  #endBlock(): void {
    for (let ending = this.#pieces.next(); ending.done !== true; ending = this.#pieces.next()) this.#take(ending.value);
  }

  /** What is left of the piece, or the next one. */
  #rest(): Uint8Array {
    while (this.#piece.length === 0) {
      const { done, value } = this.#pieces.next();
      if (done === true) this.#startNextBlock();
      else this.#take(value);
    }
    return this.#piece;
  }

  #take(piece: Uint8Array): void {
    const end = this.#blocks.starts[this.#block + 1]!;
    if (this.#at + piece.length > end) throw this.#wrongEnd('more', end);
    this.#piece = piece;
  }

  #startNextBlock(): void {
    const end = this.#blocks.starts[this.#block + 1]!;
    if (this.#at !== end || this.#block + 2 === this.#blocks.starts.length) throw this.#wrongEnd('less', end);
    this.#pieces = this.#blocks.inflate(++this.#block)[Symbol.iterator]();
  }

  #wrongEnd(what: string, end: number): FormatError {
    return new FormatError({ structure: this.#blocks.structure, message: `inflates to ${what} than before: expected the end at byte ${end} of the disk` });
  }
}
