import { ByteView, FormatError } from '../../bytes/index.ts';
import type { MetadataBlock } from './metadata-blocks.ts';
import type { Opened } from './volume.ts';

/** A table of metadata blocks. Positions count from the filesystem's start. */
export interface Table {
  readonly start: number;
  readonly end: number; // exclusive
}

/** Reads a table's inflated bytes one after another, across its blocks. */
export class MetadataCursor {
  /** Metadata block, from the filesystem's start. */
  block: number;
  /** In the inflated block. */
  offset: number;
  readonly #volume: Opened;
  readonly #table: Table;
  readonly #structure: string;
  #loaded: MetadataBlock | undefined;

  /** `block` counts from the table's start. */
  constructor(volume: Opened, table: Table, block: number, offset: number, structure: string) {
    this.block = table.start + block;
    this.offset = offset;
    this.#volume = volume;
    this.#table = table;
    this.#structure = structure;
  }

  /** The next `length` bytes. Errors about them give the place of the metadata block that they begin in, as they may be compressed. */
  view(length: number): ByteView {
    const { bytes, next } = this.#current();
    const place = this.#volume.source.origin + this.block;
    const { offset } = this;
    if (offset + length < bytes.length) {
      this.offset += length;
      return new ByteView(bytes.subarray(offset, offset + length), this.#structure, place);
    }
    if (offset + length > bytes.length) return new ByteView(this.#gather(length), this.#structure, place);
    this.#moveTo(next);
    return new ByteView(bytes.subarray(offset), this.#structure, place);
  }

  /** Passes over `length` bytes. */
  skip(length: number): void {
    for (let left = length; left > 0; ) left -= this.#step(left).length;
  }

  /** To a place that `block` and `offset` gave, `block` from the table's start. */
  seek(block: number, offset: number): void {
    this.#moveTo(this.#table.start + block);
    this.offset = offset;
  }

  #gather(length: number): Uint8Array {
    const gathered = new Uint8Array(length);
    for (let done = 0; done < length; ) {
      const part = this.#step(length - done);
      gathered.set(part, done);
      done += part.length;
    }
    return gathered;
  }

  /** At most `length` bytes, of one block. */
  #step(length: number): Uint8Array {
    const { bytes, next } = this.#current();
    const part = bytes.subarray(this.offset, this.offset + length);
    this.offset += part.length;
    if (this.offset === bytes.length) this.#moveTo(next);
    return part;
  }

  /** Something is left of it. */
  #current(): MetadataBlock {
    this.#loaded ??= this.#volume.metadata.block(this.block, this.#table.end, this.#structure);
    const block = this.#loaded;
    if (this.offset < block.bytes.length) return block;
    const { origin } = this.#volume.source;
    throw new FormatError({
      ...{ structure: this.#structure, field: 'offset', offset: origin + this.block, found: this.offset },
      expected: `below ${block.bytes.length}, the bytes of its metadata block`,
    });
  }

  #moveTo(block: number): void {
    this.block = block;
    this.offset = 0;
    this.#loaded = undefined;
  }
}
