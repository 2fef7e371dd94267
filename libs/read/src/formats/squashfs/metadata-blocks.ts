import { type BlockSource, readBytes } from '../../block-source/index.ts';
import { ByteView, FormatError } from '../../bytes/index.ts';
import type { Compressor } from './compressor.ts';

export const METADATA_LENGTH = 8192; // SQUASHFS_METADATA_SIZE
export const HEADER_LENGTH = 2;
const UNCOMPRESSED_BIT = 0x8000;
/** 4 MiB of inflated metadata. */
const MAX_KEPT = 512;

export interface MetadataBlock {
  /** Inflated; at most 8192 bytes, not to be written to. */
  readonly bytes: Uint8Array;
  /** Where the next block begins, from the filesystem's start. */
  readonly next: number;
}

/** The metadata blocks of all tables: a u16 with the stored length and a bit for "not compressed", then the bytes. The most recently used ones are kept. */
export class MetadataBlocks {
  readonly #source: BlockSource;
  readonly #compressor: Compressor;
  readonly #kept = new Map<number, MetadataBlock>();

  constructor(source: BlockSource, compressor: Compressor) {
    this.#source = source;
    this.#compressor = compressor;
  }

  /** The block at `position`, from the filesystem's start, of a table that ends at `end`. */
  block(position: number, end: number, structure: string): MetadataBlock {
    const known = this.#kept.get(position);
    const block = known ?? this.#read(position, end, structure);
    if (known !== undefined) this.#kept.delete(position);
    else if (this.#kept.size >= MAX_KEPT) this.#kept.delete(this.#kept.keys().next().value!);
    this.#kept.set(position, block);
    if (block.next > end) throw this.#outside(position, end, structure);
    return block;
  }

  /** The whole block as a structure. */
  view(position: number, end: number, structure: string): { view: ByteView; next: number } {
    const { bytes, next } = this.block(position, end, structure);
    return { view: new ByteView(bytes, structure, this.#source.origin + position), next };
  }

  #read(position: number, end: number, structure: string): MetadataBlock {
    if (position < 0 || position + HEADER_LENGTH > end) throw this.#outside(position, end, structure);
    const header = new ByteView(readBytes(this.#source, position, HEADER_LENGTH), structure, this.#source.origin + position);
    const field = header.u16(0);
    const length = field & ~UNCOMPRESSED_BIT;
    if (length === 0 || length > METADATA_LENGTH) throw header.error('metadata block header', 0, length, `1 to ${METADATA_LENGTH} bytes`);
    const start = position + HEADER_LENGTH;
    if (start + length > end) throw this.#outside(position, end, structure);
    const stored = readBytes(this.#source, start, length);
    return { bytes: (field & UNCOMPRESSED_BIT) === 0 ? this.#inflate(stored, start) : stored, next: start + length };
  }

  #inflate(stored: Uint8Array, start: number): Uint8Array {
    const target = new Uint8Array(METADATA_LENGTH);
    const length = this.#compressor.inflate(stored, target, this.#source.origin + start);
    return target.subarray(0, length);
  }

  #outside(position: number, end: number, structure: string): FormatError {
    const { origin } = this.#source;
    return new FormatError({ structure, field: 'metadata block', offset: origin + position, message: `its table ends at byte ${origin + end}` });
  }
}
