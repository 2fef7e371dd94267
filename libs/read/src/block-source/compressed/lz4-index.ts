import { FormatError, LimitError } from '../../bytes/index.ts';
import { measureLz4Block } from '../../compression/index.ts';
import type { BlockSource } from '../block-source.ts';
import { INFLATED_LIMIT } from './container-view.ts';
import { type Lz4Part, walkLz4Frames } from './walk-lz4-frames.ts';

/** 64 GiB in blocks of 64 KiB. */
const BLOCKS_LIMIT = 2 ** 20;
/** In `sizes`, beside the stored length: the block is stored as it is; a checksum follows it. */
export const STORED_BLOCK = 0x80000000;
export const CHECKED_BLOCK = 0x40000000;
export const BLOCK_SIZE_MASK = 0x3fffffff;

/** Where each block of an LZ4 file lies and what it inflates to. In shared memory: to post it to a worker costs nothing. */
export interface Lz4Index {
  /** Of the inflated disk. */
  readonly length: number;
  /** The largest length of a block, inflated, as its frame announces it. */
  readonly blockMaxSize: number;
  /** The largest length of a block in the file. */
  readonly storedMaxSize: number;
  /** Frames with a checksum of their whole content, which random access cannot verify: `verifyLz4Content` does. */
  readonly contentChecksums: number;
  /** Where each block begins in the disk, and after the last one the disk's length. */
  readonly starts: Float64Array;
  /** Where each block's data begins in the file. */
  readonly positions: Float64Array;
  /** Stored length and flags. */
  readonly sizes: Uint32Array;
}

/**
 * Reads an LZ4 file through once. Every block is measured by its sequences, not inflated: a block that is not full, which any
 * encoder may write, would otherwise shift all that follows. Content sizes and block checksums are verified.
 * Undefined when blocks depend on the ones before them (`lz4 -BD`): there is no random access to such a file.
 */
export function indexLz4Blocks(file: BlockSource): Lz4Index | undefined {
  const builder = new IndexBuilder(file);
  for (const part of walkLz4Frames(file)) if (!builder.add(part)) return undefined;
  return builder.finish();
}

class IndexBuilder {
  readonly #file: BlockSource;
  readonly #starts: number[] = [];
  readonly #positions: number[] = [];
  readonly #sizes: number[] = [];
  #length = 0;
  #blockMaxSize = 0;
  #contentChecksums = 0;
  #frameStart = 0;
  #blocksInFrame = 0;

  constructor(file: BlockSource) {
    this.#file = file;
  }

  /** False when there can be no index. */
  add(part: Lz4Part): boolean {
    if (part.kind === 'block') return this.#addBlock(part);
    if (part.kind === 'header') this.#startFrame(part);
    else this.#endFrame(part);
    return true;
  }

  finish(): Lz4Index {
    const index = {
      length: this.#length,
      blockMaxSize: this.#blockMaxSize,
      storedMaxSize: this.#sizes.reduce((largest, size) => Math.max(largest, size & BLOCK_SIZE_MASK), 0),
      contentChecksums: this.#contentChecksums,
      starts: new Float64Array(shared((this.#starts.length + 1) * 8)),
      positions: new Float64Array(shared(this.#positions.length * 8)),
      sizes: new Uint32Array(shared(this.#sizes.length * 4)),
    };
    index.starts.set(this.#starts);
    index.starts[this.#starts.length] = this.#length;
    index.positions.set(this.#positions);
    index.sizes.set(this.#sizes);
    return index;
  }

  #startFrame({ header }: Extract<Lz4Part, { kind: 'header' }>): void {
    this.#frameStart = this.#length;
    this.#blocksInFrame = 0;
    this.#blockMaxSize = Math.max(this.#blockMaxSize, header.blockMaxSize);
    if (header.contentChecksum) this.#contentChecksums += 1;
  }

  #addBlock({ header, data, stored, position }: Extract<Lz4Part, { kind: 'block' }>): boolean {
    this.#blocksInFrame += 1;
    if (!header.independentBlocks && this.#blocksInFrame > 1) return false;
    const offset = this.#file.origin + position;
    const length = stored ? data.length : measureLz4Block(data, offset);
    if (length > header.blockMaxSize) throw wrongLength('block', offset, length, `at most ${header.blockMaxSize}`);
    if (length === 0) return true;
    if (this.#starts.length === BLOCKS_LIMIT) throw tooLarge(offset, `more than ${BLOCKS_LIMIT} blocks`);
    if (this.#length + length > INFLATED_LIMIT) throw tooLarge(offset, `a disk of more than ${INFLATED_LIMIT} bytes`);
    this.#starts.push(this.#length);
    this.#positions.push(position);
    this.#sizes.push(data.length + (stored ? STORED_BLOCK : 0) + (header.blockChecksums ? CHECKED_BLOCK : 0));
    this.#length += length;
    return true;
  }

  #endFrame({ header, position }: Extract<Lz4Part, { kind: 'end' }>): void {
    const length = this.#length - this.#frameStart;
    if ((header.contentSize ?? length) !== length) throw wrongLength('content size', this.#file.origin + position, length, header.contentSize ?? length);
  }
}

function shared(length: number): SharedArrayBuffer {
  return new SharedArrayBuffer(length);
}

function tooLarge(offset: number, message: string): LimitError {
  return new LimitError({ structure: 'LZ4 frame', offset, message });
}

function wrongLength(field: string, offset: number, found: number, expected: number | string): FormatError {
  return new FormatError({ structure: 'LZ4 frame', field, offset, found, expected });
}
