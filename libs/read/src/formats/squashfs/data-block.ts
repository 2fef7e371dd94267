import { type ByteView, FormatError } from '../../bytes/index.ts';
import type { Volume } from './volume.ts';

const UNCOMPRESSED_BIT = 0x1000000; // SQUASHFS_COMPRESSED_BIT_BLOCK
const KNOWN_BITS = 0x1ffffff;

/** A data block or a fragment block. */
export interface DataBlock {
  /** Bytes from the filesystem's start. */
  readonly start: number;
  /** 0: a hole. */
  readonly storedLength: number;
  readonly compressed: boolean;
}

/** Decodes a length with its bit for "not compressed"; `view` is where it comes from. */
export function dataBlock({ superBlock, tables }: Volume, view: ByteView, word: number, start: number): DataBlock {
  const storedLength = word & ~UNCOMPRESSED_BIT;
  if (word > KNOWN_BITS || storedLength > superBlock.blockSize) throw view.error('block size', 0, word, `at most ${superBlock.blockSize} bytes, and bit 24`);
  if (storedLength > 0 && (start < tables.data.start || start + storedLength > tables.data.end))
    throw view.error('block', 0, `bytes ${start} to ${start + storedLength - 1}`, `bytes between ${tables.data.start} and ${tables.data.end - 1}`);
  return { start, storedLength, compressed: (word & UNCOMPRESSED_BIT) === 0 };
}

/** Fills `target` with the block's bytes from `skip` on; `length` is how many the block has to have when it is inflated. */
export function readDataBlock(volume: Volume, block: DataBlock, length: number, target: Uint8Array, skip: number): void {
  if (block.storedLength === 0) {
    target.fill(0);
  } else if (!block.compressed) {
    checkLength(volume, block, block.storedLength, length);
    volume.source.readInto(target, block.start + skip);
  } else if (target.length === length && volume.inflated.get(blockKey(block)) === undefined) {
    checkLength(volume, block, inflate(volume, block, target), length);
  } else {
    const bytes = inflatedBlock(volume, block, length);
    checkLength(volume, block, bytes.length, length);
    target.set(bytes.subarray(skip, skip + target.length));
  }
}

/** All bytes of a compressed block, at most `limit`. Valid until the next block is inflated. */
export function inflatedBlock(volume: Volume, block: DataBlock, limit: number): Uint8Array {
  const key = blockKey(block);
  return volume.inflated.get(key) ?? volume.inflated.add(key, limit, (target) => inflate(volume, block, target));
}

function inflate({ source, superBlock, inflated }: Volume, { start, storedLength }: DataBlock, target: Uint8Array): number {
  const stored = inflated.stored(storedLength);
  source.readInto(stored, start);
  return superBlock.compressor.inflate(stored, target, source.origin + start);
}

function checkLength({ source }: Volume, { start }: DataBlock, found: number, expected: number): void {
  if (found !== expected) throw new FormatError({ structure: 'squashfs data block', field: 'inflated length', offset: source.origin + start, found, expected });
}

function blockKey({ start, storedLength }: DataBlock): string {
  return `${start}:${storedLength}`;
}
