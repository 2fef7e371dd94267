import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { RestartPoint } from './file-inflater.ts';

/** Where the inflating of a gzip file can begin. In shared memory: to post it to a worker costs nothing. */
export interface GzipIndex {
  /** Of the inflated disk. */
  readonly length: number;
  /** Where each point is in the disk, and after the last one the disk's length. */
  readonly starts: Float64Array;
  /** CRC32 of the disk up to each start. */
  readonly startChecksums: Uint32Array;
  /** Where each point is in the file: the byte of its first bit. */
  readonly positions: Float64Array;
  /** Of the first bit in that byte: 0 to 7. */
  readonly bits: Uint8Array;
  /** The window of each point (`packWindow`), one after another. */
  readonly windows: Uint8Array;
  /** Where each window begins in `windows`, and after the last one their length. */
  readonly windowStarts: Float64Array;
  /** As they are unpacked: up to 32 KiB. */
  readonly windowLengths: Uint32Array;
  /** CRC32 of the disk up to each multiple of CHECKED_LENGTH but 0. */
  readonly checksums: Uint32Array;
}

/** The point `number`, counted from 0. */
export function gzipPoint(index: GzipIndex, number: number): RestartPoint {
  const packed = index.windows.subarray(index.windowStarts[number]!, index.windowStarts[number + 1]!);
  return { position: index.positions[number]!, bit: index.bits[number]!, window: unpackWindow(packed, index.windowLengths[number]!) };
}

/** What is kept of a window: nothing where it is zeros, else a zstd frame, or what it is where that is not shorter. */
export function packWindow(window: Uint8Array): Uint8Array {
  if (window.every((byte) => byte === 0)) return new Uint8Array(0);
  const packed = zstdCompressSync(window);
  // A copy: node:zlib returns a part of a larger buffer.
  return packed.length < window.length ? new Uint8Array(packed) : window;
}

function unpackWindow(packed: Uint8Array, length: number): Uint8Array {
  if (packed.length === 0) return new Uint8Array(length);
  return packed.length === length ? packed.slice() : zstdDecompressSync(packed, { maxOutputLength: length });
}
