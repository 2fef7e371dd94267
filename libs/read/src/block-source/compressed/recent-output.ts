/** What deflate data can refer to. */
const WINDOW_LENGTH = 32 * 1024;
/** There is always room for as much. */
const LEAST_ROOM = 64 * 1024;

/** Where an inflater writes, with what came out last before it. */
export class RecentOutput {
  readonly #bytes = new Uint8Array(WINDOW_LENGTH + 3 * LEAST_ROOM);
  #end = 0;

  /** Where the next bytes go. What `take` returned before is no longer good. */
  room(): Uint8Array {
    if (this.#bytes.length - this.#end < LEAST_ROOM) {
      this.#bytes.copyWithin(0, this.#end - WINDOW_LENGTH, this.#end);
      this.#end = WINDOW_LENGTH;
    }
    return this.#bytes.subarray(this.#end);
  }

  /** The first `length` bytes of the room, which were filled. */
  take(length: number): Uint8Array {
    const start = this.#end;
    this.#end += length;
    return this.#bytes.subarray(start, this.#end);
  }

  /** A copy of the last 32 KiB, or of all since `clear`. */
  window(): Uint8Array {
    return this.#bytes.slice(Math.max(0, this.#end - WINDOW_LENGTH), this.#end);
  }

  clear(): void {
    this.#end = 0;
  }
}
