import type { Extent } from './extent.ts';

const RING_LENGTH = 16 * 1024 * 1024; // above the longest extent

interface Place {
  readonly extent: Extent;
  readonly start: number;
  readonly end: number;
}

/**
 * Inflated clusters, so that reading a file piece by piece inflates each of them once. They lie in one ring of memory,
 * where a new one takes the place of the oldest, since an allocation for each would keep the garbage collector busy.
 */
export class DecodedCache {
  /** In the order of their age. */
  readonly #places = new Map<Extent, Place>();
  #ring: Uint8Array | undefined;
  #next = 0;
  #stored = new Uint8Array(0);

  /** Room for the stored bytes of one cluster. */
  stored(length: number): Uint8Array {
    if (length > this.#stored.length) this.#stored = new Uint8Array(length);
    return this.#stored.subarray(0, length);
  }

  /** Valid until the next `add`. */
  get(extent: Extent): Uint8Array | undefined {
    const place = this.#places.get(extent);
    return place === undefined ? undefined : this.#ring!.subarray(place.start, place.end);
  }

  /** `inflate` fills all of what it is given; when it throws, nothing is kept. */
  add(extent: Extent, inflate: (target: Uint8Array) => void): Uint8Array {
    this.#ring ??= new Uint8Array(RING_LENGTH);
    if (this.#next + extent.length > RING_LENGTH) this.#wrap();
    const start = this.#next;
    const end = start + extent.length;
    this.#makeRoom(end);
    const bytes = this.#ring.subarray(start, end);
    inflate(bytes);
    this.#places.set(extent, { extent, start, end });
    this.#next = end;
    return bytes;
  }

  /** What lies between here and the ring's end is the oldest. */
  #wrap(): void {
    this.#makeRoom(RING_LENGTH);
    this.#next = 0;
  }

  /** The oldest ones lie right behind the newest one. */
  #makeRoom(end: number): void {
    for (const { extent, start } of this.#places.values()) {
      if (start < this.#next || start >= end) return;
      this.#places.delete(extent);
    }
  }
}
