import { LimitError } from '../bytes/index.ts';

/** Memory that is not written to costs nothing, so what the limit allows is asked for at once: growing would copy and hold it twice. */
export const FIRST_CAPACITY = 256 * 1024 * 1024;

/** Bytes that grow by doubling, up to a limit. */
export class BoundedOutput {
  bytes: Uint8Array;
  length = 0;
  readonly limit: number;
  readonly #structure: string;

  /** `expected` is a hint that the caller has bounded by what the input can yield. */
  constructor(structure: string, limit: number, expected = FIRST_CAPACITY) {
    this.#structure = structure;
    this.limit = limit;
    this.bytes = new Uint8Array(Math.min(limit, Math.max(expected, 0)));
  }

  /** Makes room for `count` more bytes; a LimitError at `offset` when that is more than the limit allows. */
  reserve(count: number, offset: number): void {
    const needed = this.length + count;
    if (needed > this.limit) throw this.tooLarge(offset);
    if (needed <= this.bytes.length) return;
    const grown = new Uint8Array(Math.min(this.limit, Math.max(needed, this.bytes.length * 2)));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }

  append(bytes: Uint8Array, offset: number): void {
    this.reserve(bytes.length, offset);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** As `append`, for bytes that nobody else will write to: the first ones are kept without a copy. */
  take(bytes: Uint8Array, offset: number): void {
    if (this.length > 0 || bytes.length > this.limit) return this.append(bytes, offset);
    this.bytes = bytes;
    this.length = bytes.length;
  }

  finish(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  tooLarge(offset: number): LimitError {
    return inflatesTooFar(this.#structure, offset, this.limit);
  }
}

export function inflatesTooFar(structure: string, offset: number, limit: number): LimitError {
  return new LimitError({ structure, offset, message: `it inflates to more than the ${limit} bytes allowed` });
}
