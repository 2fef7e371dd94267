import type { BlockSource } from '../../block-source/index.ts';
import { compareLeaves, computeLeaves, type LeafRange, type LeafRangeResult } from './leaf-range.ts';
import { treeGeometry } from './tree-geometry.ts';
import type { VerityParameters } from './verity-parameters.ts';

/** Leaf blocks that are held until they are compared: those of 2 GiB of data. */
const HELD_LENGTH = 16 * 1024 * 1024;

/**
 * Recomputes the leaf blocks of the tree in ranges that follow one another, and compares them with the stored ones. The data of many ranges is read before the
 * tree is: a disk that has to be inflated up to what is read is then gone over once. `onHashed` is told how many bytes of data each range covers.
 */
export function hashLeafRanges(
  data: BlockSource,
  tree: BlockSource,
  parameters: VerityParameters,
  ranges: readonly LeafRange[],
  onHashed: (length: number) => void = () => {},
): readonly LeafRangeResult[] {
  const leafLength = treeGeometry(parameters).digestsPerBlock * parameters.dataBlockSize;
  const compute = (range: LeafRange) => {
    const leaves = computeLeaves(data, parameters, range);
    onHashed(range.count * leafLength);
    return { range, leaves };
  };
  return batches(ranges, HELD_LENGTH / parameters.hashBlockSize).flatMap((batch) =>
    batch.map(compute).map(({ range, leaves }) => compareLeaves(tree, parameters, range, leaves)),
  );
}

/** Of up to `limit` leaf blocks each, or of one range that has more. */
function batches(ranges: readonly LeafRange[], limit: number): LeafRange[][] {
  const result: LeafRange[][] = [];
  let held = 0;
  for (const range of ranges) {
    const fits = held > 0 && held + range.count <= limit;
    if (fits) result.at(-1)!.push(range);
    else result.push([range]);
    held = range.count + (fits ? held : 0);
  }
  return result;
}
