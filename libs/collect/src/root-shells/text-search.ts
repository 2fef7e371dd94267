/** Node searches texts of up to six bytes about five times faster than longer ones. */
const PREFIX_LENGTH = 6;

interface Needle {
  readonly prefix: Buffer;
  readonly whole: Buffer;
}

/** Looks for fixed ASCII texts in a stream of chunks, also across the borders of chunks. */
export class TextSearch {
  readonly found = new Set<string>();
  readonly #needles: ReadonlyMap<string, Needle>;
  readonly #longest: number;
  #tail: Buffer = Buffer.alloc(0);

  constructor(texts: Iterable<string>) {
    this.#needles = new Map([...texts].map((text) => [text, { prefix: Buffer.from(text.slice(0, PREFIX_LENGTH)), whole: Buffer.from(text) }]));
    this.#longest = Math.max(...[...this.#needles.keys()].map((text) => text.length));
  }

  add(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    this.#search(Buffer.concat([this.#tail, bytes.subarray(0, this.#longest - 1)]));
    this.#search(bytes);
    const joined = bytes.length >= this.#longest ? bytes : Buffer.concat([this.#tail, bytes]);
    this.#tail = Buffer.from(joined.subarray(Math.max(0, joined.length - this.#longest + 1)));
  }

  #search(bytes: Buffer): void {
    for (const [text, { prefix, whole }] of this.#needles) {
      if (this.found.has(text) || !bytes.includes(prefix)) continue;
      if (bytes.includes(whole)) this.found.add(text);
    }
  }
}
