/** What a stream of node:zlib works with. Node does not document it: whoever uses it tries it first. */
interface Handle {
  writeSync(flush: number, input: Uint8Array, from: number, length: number, output: Uint8Array, to: number, room: number): void;
  reset(): void;
  close(): void;
  onerror: (message: string, errno: number, code: string) => void;
}

/** Room left in the output, bytes left of the input. */
export type WriteState = readonly [number, number];

/** `writeSync` sets the state. */
interface Stream {
  readonly _handle: Handle;
  readonly _writeState: Uint32Array;
}

/** A stream of node:zlib that works at once and writes where it is told. */
export class ZlibStream {
  readonly #stream: Stream;
  #error: Error | undefined;

  /** `create` makes one of node:zlib's. */
  constructor(create: () => unknown) {
    this.#stream = create() as Stream;
    this.#stream._handle.onerror = (message, _, code) => {
      this.#error = Object.assign(new Error(message), { code });
    };
  }

  /** Reads `input` from `from` on and fills `target` from its start; the result is good until the next call. Throws what node:zlib would, an Error with its `code`. */
  write(flush: number, input: Uint8Array, from: number, target: Uint8Array): WriteState {
    const { _handle, _writeState } = this.#stream;
    _handle.writeSync(flush, input, from, input.length - from, target, 0, target.length);
    if (this.#error !== undefined) throw this.#error;
    return _writeState as unknown as WriteState;
  }

  /** Makes ready for other data. Not every decoder recovers from an error. */
  reset(): void {
    this.#error = undefined;
    this.#stream._handle.reset();
  }

  /** Gives its memory back at once. */
  close(): void {
    this.#stream._handle.close();
  }
}
