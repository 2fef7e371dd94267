import { FormatError } from '../../bytes/index.ts';
import type { Layout } from './layouts.ts';

/** EI_CLASS and EI_DATA. */
export interface ElfEncoding {
  readonly bits: 32 | 64;
  readonly littleEndian: boolean;
}

/** Records of one kind, one after another. What lies outside of the bytes is a FormatError, as is a number beyond 2^53 - 1 where one is asked for. */
export class ElfRecords<F extends string> {
  readonly layout: Layout<F>;
  /** Bytes of one record. */
  readonly length: number;
  readonly count: number;
  readonly #view: DataView;
  readonly #column: 0 | 2;
  readonly #littleEndian: boolean;
  readonly #offset: number;

  /** `offset` is the absolute image offset of the first byte. */
  constructor(bytes: Uint8Array, layout: Layout<F>, encoding: ElfEncoding, offset: number) {
    this.layout = layout;
    this.length = lengthOf(layout, encoding);
    this.count = Math.floor(bytes.length / this.length);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#column = encoding.bits === 32 ? 0 : 2;
    this.#littleEndian = encoding.littleEndian;
    this.#offset = offset;
  }

  /** A field of any size. */
  value(index: number, field: F): bigint {
    const { at, size } = this.#place(index, field);
    return size === 8 ? this.#view.getBigUint64(at, this.#littleEndian) : BigInt(this.#small(at, size));
  }

  number(index: number, field: F): number {
    const { at, size } = this.#place(index, field);
    if (size !== 8) return this.#small(at, size);
    const [low, high] = this.#littleEndian ? [at, at + 4] : [at + 4, at];
    const value = this.#small(high, 4) * 2 ** 32 + this.#small(low, 4);
    if (!Number.isSafeInteger(value)) throw this.error(index, field, this.value(index, field), 'at most 2^53 - 1');
    return value;
  }

  error(index: number, field: F, found: string | number | bigint, expected: string | number | bigint): FormatError {
    return new FormatError({ structure: this.layout.structure, field, offset: this.#offset + this.#fieldOffset(index, field), found, expected });
  }

  #place(index: number, field: F): { at: number; size: number } {
    const at = this.#fieldOffset(index, field);
    const size = this.layout.fields[field][this.#column + 1]!;
    if (at + size <= this.#view.byteLength) return { at, size };
    const message = 'it lies behind the end of what holds it';
    throw new FormatError({ structure: this.layout.structure, field, offset: this.#offset + at, message });
  }

  #fieldOffset(index: number, field: F): number {
    return index * this.length + this.layout.fields[field][this.#column]!;
  }

  #small(at: number, size: number): number {
    if (size === 2) return this.#view.getUint16(at, this.#littleEndian);
    return this.#view.getUint32(at, this.#littleEndian);
  }
}

export function lengthOf(layout: Layout<string>, { bits }: Pick<ElfEncoding, 'bits'>): number {
  return layout.length[bits === 32 ? 0 : 1];
}
