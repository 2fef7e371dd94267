import { FormatError } from './read-error.ts';

/**
 * Bounds-checked access to one on-disk structure, little-endian unless it is said to be big-endian.
 * Every accessor takes an offset in bytes from the structure's start and throws a FormatError
 * with the absolute image offset when the field lies outside.
 */
export class ByteView {
  readonly bytes: Uint8Array;
  /** The structure's name, for error messages. */
  readonly structure: string;
  /** Absolute image offset of byte 0. */
  readonly offset: number;
  readonly #view: DataView;
  readonly #byteOrder: 'little' | 'big';
  readonly #little: boolean;

  constructor(bytes: Uint8Array, structure: string, offset: number, byteOrder: 'little' | 'big' = 'little') {
    this.bytes = bytes;
    this.structure = structure;
    this.offset = offset;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#byteOrder = byteOrder;
    this.#little = byteOrder === 'little';
  }

  get length(): number {
    return this.bytes.length;
  }

  u8(at: number): number {
    this.#check(at, 1);
    return this.#view.getUint8(at);
  }

  u16(at: number): number {
    this.#check(at, 2);
    return this.#view.getUint16(at, this.#little);
  }

  u32(at: number): number {
    this.#check(at, 4);
    return this.#view.getUint32(at, this.#little);
  }

  u64(at: number): bigint {
    this.#check(at, 8);
    return this.#view.getBigUint64(at, this.#little);
  }

  /** A u64 that must fit a safe integer (2^53 - 1); anything larger is a FormatError naming `field`. */
  safeU64(at: number, field: string): number {
    const value = this.u64(at);
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw this.error(field, at, value, 'at most 2^53 - 1');
    return Number(value);
  }

  /** A view of the bytes, not a copy. */
  slice(at: number, length: number): Uint8Array {
    this.#check(at, length);
    return this.bytes.subarray(at, at + length);
  }

  /** A nested structure that keeps absolute offsets and byte order. */
  view(at: number, length: number, structure: string = this.structure): ByteView {
    return new ByteView(this.slice(at, length), structure, this.offset + at, this.#byteOrder);
  }

  /** A FormatError about a field of this structure. */
  error(field: string, at: number, found?: string | number | bigint, expected?: string | number | bigint): FormatError {
    return new FormatError({
      structure: this.structure,
      field,
      offset: this.offset + at,
      ...(found === undefined ? {} : { found }),
      ...(expected === undefined ? {} : { expected }),
    });
  }

  #check(at: number, length: number): void {
    if (at >= 0 && length >= 0 && at + length <= this.bytes.length) return;
    throw new FormatError({
      structure: this.structure,
      offset: this.offset + at,
      message: `${length} bytes at ${at} lie outside the structure's ${this.bytes.length} bytes`,
    });
  }
}
