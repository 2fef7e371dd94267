import type { BlockSource } from '../block-source.ts';
import { limitsFor, piecewiseSource } from './piecewise-source.ts';
import type { XzIndex } from './xz-index.ts';
import { inflateXzBlock, inflateXzSpan } from './xz-pieces.ts';
import type { XzPoints } from './xz-points.ts';

/** The disk inside an .xz file of several blocks, in place. Closing it leaves `file` open. */
export function xzSource(file: BlockSource, index: XzIndex, limits = limitsFor(index.windowSize)): BlockSource {
  return piecewiseSource(
    {
      structure: 'xz block',
      starts: index.starts,
      inflate: (block) => inflateXzBlock(file, index, block),
      describe: () => ({ kind: 'xz', file: file.describe(), index, offset: 0, length: index.length }),
    },
    limits,
  );
}

/** The disk inside an .xz file that was inflated once before, by its points. Closing it leaves `file` open. */
export function xzPointSource(file: BlockSource, points: XzPoints, limits = limitsFor(points.index.windowSize)): BlockSource {
  return piecewiseSource(
    {
      structure: 'xz block',
      starts: points.starts,
      inflate: (point) => inflateXzSpan(file, points, point),
      describe: () => ({ kind: 'xz-points', file: file.describe(), index: points, offset: 0, length: points.length }),
    },
    limits,
  );
}
