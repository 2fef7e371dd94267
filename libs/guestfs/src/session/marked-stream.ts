/**
 * What a program writes in answer to a question, up to a mark that it is told to write last. The mark is nothing that the answer could hold by
 * intention, and as nothing follows it before the next question it is looked for at the end only.
 */
export class MarkedStream {
  #mark = Buffer.alloc(0);
  #held = Buffer.alloc(0);
  #onBytes: (bytes: Uint8Array) => void = () => {};
  #onEnd: () => void = () => {};

  /** Resolves when the mark came; everything before it goes to `onBytes`. What that throws rejects. */
  until(mark: string, onBytes: (bytes: Uint8Array) => void): Promise<void> {
    this.#mark = Buffer.from(mark);
    this.#held = Buffer.alloc(0);
    return new Promise((resolve, reject) => {
      this.#onBytes = (bytes) => {
        try {
          onBytes(bytes);
        } catch (error) {
          this.#onBytes = () => {};
          reject(error);
        }
      };
      this.#onEnd = resolve;
    });
  }

  push(bytes: Buffer): void {
    const kept = this.#mark.length;
    const all = bytes.length >= kept ? bytes : Buffer.concat([this.#held, bytes]);
    if (all === bytes) this.#emit(this.#held);
    const split = Math.max(0, all.length - kept);
    this.#emit(all.subarray(0, split));
    this.#held = Buffer.from(all.subarray(split));
    if (kept > 0 && this.#held.equals(this.#mark)) this.#end();
  }

  #emit(bytes: Buffer): void {
    if (bytes.length > 0) this.#onBytes(bytes);
  }

  #end(): void {
    this.#mark = Buffer.alloc(0);
    this.#held = Buffer.alloc(0);
    this.#onBytes = () => {};
    this.#onEnd();
  }
}
