import type { BlockSource } from '../block-source.ts';
import { inflateLz4Pieces } from './lz4-pieces.ts';
import { type PiecewiseLimits, piecewiseSource } from './piecewise-source.ts';

/** The disk of `length` bytes inside an LZ4 file whose blocks depend on one another, read from its start on. Closing it leaves `file` open. */
export function lz4StreamSource(file: BlockSource, length: number, limits?: PiecewiseLimits): BlockSource {
  return piecewiseSource(
    {
      structure: 'LZ4 file',
      starts: Float64Array.of(0, length),
      inflate: () => inflateLz4Pieces(file),
      describe: () => ({ kind: 'lz4-stream', file: file.describe(), whole: length, offset: 0, length }),
    },
    limits,
  );
}
