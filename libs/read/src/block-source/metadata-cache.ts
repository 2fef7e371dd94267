import { type BlockSource, readBytes } from './block-source.ts';

/** A multiple of every block size. */
const CHUNK_LENGTH = 64 * 1024;
const MAX_CHUNKS = 128;

/** Recently read metadata of a filesystem, in chunks, since inodes and names of neighbours lie together; the least recently used goes first. */
export class MetadataCache {
  readonly #source: BlockSource;
  readonly #chunks = new Map<number, Uint8Array>();
  #lastIndex = -1;
  #last: Uint8Array = new Uint8Array(0);

  constructor(source: BlockSource) {
    this.#source = source;
  }

  /** A view that must not be written to. The range lies inside the source. */
  bytes(offset: number, length: number): Uint8Array {
    const index = Math.floor(offset / CHUNK_LENGTH);
    const chunk = index === this.#lastIndex ? this.#last : this.#chunk(index);
    const start = offset - index * CHUNK_LENGTH;
    return start + length > chunk.length ? readBytes(this.#source, offset, length) : chunk.subarray(start, start + length);
  }

  #chunk(index: number): Uint8Array {
    const chunk = this.#chunks.get(index) ?? this.#load(index);
    this.#chunks.delete(index);
    this.#chunks.set(index, chunk);
    this.#lastIndex = index;
    this.#last = chunk;
    return chunk;
  }

  #load(index: number): Uint8Array {
    const offset = index * CHUNK_LENGTH;
    const chunk = readBytes(this.#source, offset, Math.min(CHUNK_LENGTH, this.#source.length - offset));
    if (this.#chunks.size >= MAX_CHUNKS) this.#chunks.delete(this.#chunks.keys().next().value!);
    return chunk;
  }
}
