interface Place<Key> {
  readonly key: Key;
  readonly start: number;
  readonly end: number;
}

/**
 * Inflated pieces of a filesystem, so that reading a file part by part inflates each of them once. They lie in one ring of memory,
 * where a new one takes the place of the oldest, since an allocation for each would keep the garbage collector busy.
 */
export class InflatedCache<Key> {
  readonly #ringLength: number;
  /** In the order of their age. */
  readonly #places = new Map<Key, Place<Key>>();
  #ring: Uint8Array | undefined;
  #next = 0;
  #stored = new Uint8Array(0);

  /** `ringLength` bytes, at least as many as the longest piece has. */
  constructor(ringLength: number) {
    this.#ringLength = ringLength;
  }

  /** Room for the stored bytes of one piece. */
  stored(length: number): Uint8Array {
    if (length > this.#stored.length) this.#stored = new Uint8Array(length);
    return this.#stored.subarray(0, length);
  }

  /** Valid until the next `add`. */
  get(key: Key): Uint8Array | undefined {
    const place = this.#places.get(key);
    return place === undefined ? undefined : this.#ring!.subarray(place.start, place.end);
  }

  /** `inflate` fills what it is given and returns how many bytes of it those are; when it throws, nothing is kept. */
  add(key: Key, length: number, inflate: (target: Uint8Array) => number): Uint8Array {
    this.#ring ??= new Uint8Array(this.#ringLength);
    if (this.#next + length > this.#ringLength) this.#wrap();
    const start = this.#next;
    this.#makeRoom(start + length);
    const end = start + inflate(this.#ring.subarray(start, start + length));
    this.#places.set(key, { key, start, end });
    this.#next = end;
    return this.#ring.subarray(start, end);
  }

  /** What lies between here and the ring's end is the oldest. */
  #wrap(): void {
    this.#makeRoom(this.#ringLength);
    this.#next = 0;
  }

  /** The oldest ones lie right behind the newest one. */
  #makeRoom(end: number): void {
    for (const { key, start } of this.#places.values()) {
      if (start < this.#next || start >= end) return;
      this.#places.delete(key);
    }
  }
}
