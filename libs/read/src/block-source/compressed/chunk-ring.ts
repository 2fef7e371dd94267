import { giveMemoryBack, takeMemory } from '../../compression/index.ts';

/** A chunk as it is kept. */
interface Entry {
  readonly chunk: number;
  /** In the ring. */
  readonly at: number;
  readonly size: number;
}

/** The chunks that were put last, as many as `size` bytes hold. What is taken goes to the ring's front before it would be written over. */
export class ChunkRing {
  readonly #ring: Uint8Array<ArrayBuffer>;
  readonly #entries = new Map<number, Entry>();
  #front = 0;

  constructor(size: number) {
    this.#ring = new Uint8Array(takeMemory(size), 0, size);
  }

  get length(): number {
    return this.#ring.length;
  }

  has(chunk: number): boolean {
    return this.#entries.has(chunk);
  }

  /** At most as many bytes as the ring has. The chunks are in the map in the order in which they lie behind the front: those that are overwritten are its first ones. */
  put(chunk: number, bytes: Uint8Array): void {
    this.#entries.delete(chunk);
    if (this.#front + bytes.length > this.#ring.length) {
      this.#free(this.#front, this.#ring.length);
      this.#front = 0;
    }
    this.#free(this.#front, this.#front + bytes.length);
    this.#ring.set(bytes, this.#front);
    this.#entries.set(chunk, { chunk, at: this.#front, size: bytes.length });
    this.#front += bytes.length;
  }

  /** Shows `use` the bytes; false when the chunk is not there. */
  take(chunk: number, use: (bytes: Uint8Array) => void): boolean {
    const found = this.#entries.get(chunk);
    if (found === undefined) return false;
    const bytes = this.#ring.subarray(found.at, found.at + found.size);
    use(bytes);
    if (this.#isOld(found)) this.put(chunk, bytes.slice());
    return true;
  }

  /** Gives its memory back at once; nothing is in it from now on. */
  close(): void {
    this.#entries.clear();
    giveMemoryBack(this.#ring.buffer);
  }

  /** In the half of the ring that is written next. */
  #isOld({ at }: Entry): boolean {
    return (at - this.#front + this.#ring.length) % this.#ring.length < this.#ring.length / 2;
  }

  #free(start: number, end: number): void {
    for (const { chunk, at, size } of this.#entries.values()) {
      if (at >= end || at + size <= start) return;
      this.#entries.delete(chunk);
    }
  }
}
