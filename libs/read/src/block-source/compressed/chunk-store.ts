import { LimitError } from '../../bytes/index.ts';
import { giveMemoryBack, takeMemory, takeSharedMemory, ZstdCompressor } from '../../compression/index.ts';
import { INFLATED_LIMIT } from './container-view.ts';

export const CHUNK_LENGTH = 256 * 1024;
export const SEGMENT_LENGTH = 16 * 1024 * 1024;
/** What may be kept in memory of one disk. */
const KEPT_LIMIT = 2 ** 30;
/** A place that stands for a chunk of zeros. */
export const ZERO_CHUNK = -1;

const ZEROS = Buffer.alloc(CHUNK_LENGTH);

/**
 * A disk in memory: chunks of 256 KiB, zeros left out, the others compressed again (zstd) unless that does not help.
 * In shared memory: to post it to a worker costs nothing.
 */
export interface ChunkStore {
  readonly length: number;
  readonly segments: readonly SharedArrayBuffer[];
  /** Of each chunk: number of the segment times its length plus the offset in it, or ZERO_CHUNK. */
  readonly places: Float64Array;
  /** Of each chunk: its length as it is kept; CHUNK_LENGTH (or what the last one has) when it is not compressed. */
  readonly sizes: Uint32Array;
}

/** Takes a disk in pieces of any length, one after another. */
export class ChunkStoreBuilder {
  readonly #structure: string;
  readonly #keptLimit: number;
  readonly #orNothing: boolean;
  readonly #chunk = Buffer.alloc(CHUNK_LENGTH);
  #compressor: ZstdCompressor | undefined;
  readonly #segments: SharedArrayBuffer[] = [];
  readonly #places: number[] = [];
  readonly #sizes: number[] = [];
  #chunkLength = 0;
  #length = 0;
  /** The one that is being filled, up to `#end`. */
  #segment: Uint8Array<ArrayBuffer> | undefined;
  #end = 0;
  #isTooLarge = false;

  /** `structure` is what the disk comes out of, for error messages. What would take more than `keptLimit` is a LimitError or, with `orNothing`, not kept. */
  constructor(structure: string, { keptLimit = KEPT_LIMIT, orNothing = false } = {}) {
    this.#structure = structure;
    this.#keptLimit = keptLimit;
    this.#orNothing = orNothing;
  }

  append(piece: Uint8Array): void {
    if (this.#length + piece.length > INFLATED_LIMIT) throw this.#tooLarge(`a disk of more than ${INFLATED_LIMIT} bytes`);
    this.#length += piece.length;
    if (this.#isTooLarge) return;
    for (let done = 0; done < piece.length; ) {
      const count = Math.min(CHUNK_LENGTH - this.#chunkLength, piece.length - done);
      this.#chunk.set(piece.subarray(done, done + count), this.#chunkLength);
      this.#chunkLength += count;
      done += count;
      if (this.#chunkLength === CHUNK_LENGTH) this.#keepChunk();
    }
  }

  /** Undefined when it was too large. */
  finish(): ChunkStore | undefined {
    if (this.#chunkLength > 0) this.#keepChunk();
    if (!this.#isTooLarge) this.#shareSegment();
    this.close();
    if (this.#isTooLarge) return undefined;
    const places = new Float64Array(new SharedArrayBuffer(this.#places.length * 8));
    const sizes = new Uint32Array(new SharedArrayBuffer(this.#sizes.length * 4));
    places.set(this.#places);
    sizes.set(this.#sizes);
    return { length: this.#length, segments: this.#segments, places, sizes };
  }

  /** Gives its memory back, also where there is nothing to finish; nothing may be appended afterwards. */
  close(): void {
    this.#compressor?.close();
    if (this.#segment !== undefined) giveMemoryBack(this.#segment.buffer);
    [this.#compressor, this.#segment, this.#end] = [undefined, undefined, 0];
  }

  #keepChunk(): void {
    const chunk = this.#chunk.subarray(0, this.#chunkLength);
    this.#chunkLength = 0;
    if (this.#isTooLarge) return;
    if (chunk.equals(ZEROS.subarray(0, chunk.length))) {
      this.#places.push(ZERO_CHUNK);
      this.#sizes.push(0);
      return;
    }
    this.#compressor ??= new ZstdCompressor(CHUNK_LENGTH);
    const compressed = this.#compressor.compress(chunk);
    this.#keep(compressed.length < chunk.length ? compressed : chunk);
  }

  #keep(bytes: Uint8Array): void {
    const hasRoom = this.#segment !== undefined && this.#end + bytes.length <= SEGMENT_LENGTH;
    if (!hasRoom && !this.#startSegment()) return;
    this.#segment!.set(bytes, this.#end);
    this.#places.push(this.#segments.length * SEGMENT_LENGTH + this.#end);
    this.#sizes.push(bytes.length);
    this.#end += bytes.length;
  }

  #startSegment(): boolean {
    const full = this.#segments.length + (this.#end > 0 ? 1 : 0);
    if ((full + 1) * SEGMENT_LENGTH > this.#keptLimit) return this.#letGo();
    this.#shareSegment();
    this.#segment ??= new Uint8Array(takeMemory(SEGMENT_LENGTH), 0, SEGMENT_LENGTH);
    return true;
  }

  #shareSegment(): void {
    if (this.#end === 0) return;
    const shared = takeSharedMemory(this.#end);
    new Uint8Array(shared).set(this.#segment!.subarray(0, this.#end));
    this.#segments.push(shared);
    this.#end = 0;
  }

  #letGo(): false {
    if (!this.#orNothing) throw this.#tooLarge(`more than ${this.#keptLimit} bytes would have to be kept in memory`);
    this.#isTooLarge = true;
    this.#segments.length = 0;
    this.close();
    return false;
  }

  #tooLarge(message: string): LimitError {
    return new LimitError({ structure: this.#structure, message: `${message}; unpack it first` });
  }
}
