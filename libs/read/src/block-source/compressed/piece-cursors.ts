import { LimitError } from '../../bytes/index.ts';
import { CHUNK_LENGTH } from './chunk-store.ts';
import { findBlock } from './find-block.ts';
import { type InflatedPieces, PieceCursor } from './piece-cursor.ts';

/** So often a thread may inflate a disk for what it reads; a scan of a large one takes some ten times where only its start can be entered. */
const PASSES_LIMIT = 200;

/** The places in a disk that one thread reads at: files and what describes them, data and its hash tree. */
export class PieceCursors {
  readonly #blocks: InflatedPieces;
  readonly #limit: number;
  readonly #behind: number;
  readonly #passed = new Uint8Array(CHUNK_LENGTH);
  /** The latest used is the last. */
  readonly #cursors: PieceCursor[] = [];
  /** Chunks that were inflated for others that come behind them. */
  #passedCount = 0;

  /** At most `limit` cursors; of what one passes on its way, the last `behind` chunks are shown. */
  constructor(blocks: InflatedPieces, limit: number, behind: number) {
    this.#blocks = blocks;
    this.#limit = limit;
    this.#behind = behind;
  }

  /** Fills `target` with a chunk, whose length it has; `onPassed` sees the chunks just before it that a cursor went over. */
  read(chunk: number, target: Uint8Array, onPassed: (chunk: number, bytes: Uint8Array) => void): void {
    const cursor = this.#reach(chunk);
    this.#count(chunk - cursor.next);
    try {
      cursor.skipTo(Math.max(cursor.next, chunk - this.#behind));
      while (cursor.next < chunk) {
        const passed = cursor.next;
        cursor.read(this.#passed);
        onPassed(passed, this.#passed);
      }
      cursor.read(target);
    } catch (error) {
      this.#remove(cursor);
      throw error;
    }
  }

  /** A disk that is made to be read back and forth must not take hours. */
  #count(passed: number): void {
    this.#passedCount += passed;
    const { structure, starts } = this.#blocks;
    if (this.#passedCount <= (PASSES_LIMIT * starts.at(-1)!) / CHUNK_LENGTH + PASSES_LIMIT) return;
    throw new LimitError({ structure, message: `the disk would have to be inflated more than ${PASSES_LIMIT} times to read it; unpack it first` });
  }

  close(): void {
    for (const cursor of this.#cursors.splice(0)) cursor.close();
  }

  /** The cursor that is the nearest, or a new one where a block begins nearer. */
  #reach(chunk: number): PieceCursor {
    const block = findBlock(this.#blocks.starts, chunk * CHUNK_LENGTH);
    const entry = Math.ceil(this.#blocks.starts[block]! / CHUNK_LENGTH);
    const near = this.#cursors.filter(({ next }) => next <= chunk && next >= entry);
    const nearest = near.reduce<PieceCursor | undefined>((best, cursor) => (best === undefined || cursor.next > best.next ? cursor : best), undefined);
    if (nearest !== undefined) this.#cursors.splice(this.#cursors.indexOf(nearest), 1);
    else if (this.#cursors.length === this.#limit) this.#cursors.shift()!.close();
    const found = nearest ?? new PieceCursor(this.#blocks, block);
    this.#cursors.push(found);
    return found;
  }

  #remove(cursor: PieceCursor): void {
    this.#cursors.splice(this.#cursors.indexOf(cursor), 1);
    cursor.close();
  }
}
