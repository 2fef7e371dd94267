import type { BlockSource } from '../block-source.ts';
import { type Bzip2Points, inflateBzip2Span } from './bzip2-points.ts';
import { FEW_DECODERS, type PiecewiseLimits, piecewiseSource } from './piecewise-source.ts';

/** The disk inside a bzip2 file that was inflated once before, by its points. Closing it leaves `file` open. */
export function bzip2Source(file: BlockSource, points: Bzip2Points, limits: PiecewiseLimits = FEW_DECODERS): BlockSource {
  return piecewiseSource(
    {
      structure: 'bzip2 block',
      starts: points.starts,
      inflate: (point) => inflateBzip2Span(file, points, point),
      describe: () => ({ kind: 'bzip2', file: file.describe(), index: points, offset: 0, length: points.length }),
    },
    limits,
  );
}
