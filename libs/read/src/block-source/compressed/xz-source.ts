import type { BlockSource } from '../block-source.ts';
import { type PiecewiseLimits, piecewiseSource } from './piecewise-source.ts';
import type { XzIndex } from './xz-index.ts';
import { inflateXzBlock } from './xz-pieces.ts';

/** The disk inside an .xz file of several blocks, in place. Closing it leaves `file` open. */
export function xzSource(file: BlockSource, index: XzIndex, limits?: PiecewiseLimits): BlockSource {
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
