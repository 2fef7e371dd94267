import { LimitError } from '../../bytes/index.ts';
import { CHUNK_LENGTH } from './chunk-store.ts';
import { findBlock } from './find-block.ts';
import { type InflatedPieces, PieceCursor } from './piece-cursor.ts';

/** So often a thread may inflate a disk for what it reads; a scan of a large one takes some ten times where only its start can be entered. */
const PASSES_LIMIT = 200;

/** Chunks about one that a reader went back for, which it is likely to go back for too. */
const BEFORE = 1;
const BEHIND = 4;

/** Sees a chunk that was inflated; `isReturned` where a reader went back for it, or for one near it. */
export type OnInflated = (chunk: number, bytes: Uint8Array, isReturned: boolean) => void;

interface Place {
  readonly cursor: PieceCursor;
  /** The chunks that it was made to go back for: the first, and the first that is none. */
  readonly returned: readonly [number, number];
}

/** The places in a disk that one thread reads at: files and what describes them, data and its hash tree. */
export class PieceCursors {
  readonly #blocks: InflatedPieces;
  readonly #limit: number;
  readonly #behind: number;
  readonly #passed = new Uint8Array(CHUNK_LENGTH);
  /** The latest used is the last. */
  readonly #places: Place[] = [];
  /** The first chunk that no cursor came to yet. */
  #farthest = 0;
  /** Chunks that were inflated for others that come behind them. */
  #passedCount = 0;

  /** At most `limit` cursors; of what one passes on its way, the last `behind` chunks are shown, and those near one that it was made to go back for. */
  constructor(blocks: InflatedPieces, limit: number, behind: number) {
    this.#blocks = blocks;
    this.#limit = limit;
    this.#behind = behind;
  }

  /** Fills `target` with a chunk, whose length it has; `onInflated` sees it, and chunks before it that a cursor went over. */
  read(chunk: number, target: Uint8Array, onInflated: OnInflated): void {
    const place = this.#reach(chunk);
    const { cursor, returned } = place;
    this.#count(chunk - cursor.next);
    try {
      if (cursor.next >= returned[0]) this.#pass(place, Math.min(chunk, returned[1]), onInflated);
      cursor.skipTo(Math.max(cursor.next, chunk - this.#behind));
      this.#pass(place, chunk, onInflated);
      cursor.read(target);
      onInflated(chunk, target, isWithin(chunk, returned));
    } catch (error) {
      this.#remove(place);
      throw error;
    }
    this.#farthest = Math.max(this.#farthest, cursor.next);
  }

  #pass({ cursor, returned }: Place, end: number, onInflated: OnInflated): void {
    while (cursor.next < end) {
      const passed = cursor.next;
      cursor.read(this.#passed);
      onInflated(passed, this.#passed, isWithin(passed, returned));
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
    for (const { cursor } of this.#places.splice(0)) cursor.close();
  }

  /** The cursor that is the nearest, or a new one where a block begins nearer. */
  #reach(chunk: number): Place {
    const block = findBlock(this.#blocks.starts, chunk * CHUNK_LENGTH);
    const entry = Math.ceil(this.#blocks.starts[block]! / CHUNK_LENGTH);
    const near = this.#places.filter(({ cursor: { next } }) => next <= chunk && next >= entry);
    const nearest = near.reduce<Place | undefined>((best, place) => (best === undefined || place.cursor.next > best.cursor.next ? place : best), undefined);
    if (nearest !== undefined) this.#places.splice(this.#places.indexOf(nearest), 1);
    else if (this.#places.length === this.#limit) this.#places.shift()!.cursor.close();
    const found = nearest ?? this.#enter(block, chunk);
    this.#places.push(found);
    return found;
  }

  #enter(block: number, chunk: number): Place {
    const returned = chunk < this.#farthest && this.#behind > 0 ? ([chunk - BEFORE, chunk + BEHIND] as const) : ([0, 0] as const);
    return { cursor: new PieceCursor(this.#blocks, block), returned };
  }

  #remove(place: Place): void {
    this.#places.splice(this.#places.indexOf(place), 1);
    place.cursor.close();
  }
}

function isWithin(chunk: number, [start, end]: Place['returned']): boolean {
  return chunk >= start && chunk < end;
}
