import type { BlockSource } from '../block-source.ts';
import { inflateLz4Pieces } from './lz4-pieces.ts';

/**
 * Inflates a whole LZ4 file only to verify the checksums of its content, which random access cannot; returns the inflated length.
 * `onInflated` is told the length of each piece. Throws a FormatError where a checksum is wrong.
 */
export function verifyLz4Content(file: BlockSource, onInflated: (length: number) => void = () => {}): number {
  let length = 0;
  for (const piece of inflateLz4Pieces(file)) {
    length += piece.length;
    onInflated(piece.length);
  }
  return length;
}
