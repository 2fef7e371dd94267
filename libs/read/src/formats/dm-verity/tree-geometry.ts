import { FormatError, LimitError } from '../../bytes/index.ts';
import { DIGEST_LENGTH, type VerityParameters } from './verity-parameters.ts';

/** One level of the tree; level 0 holds the digests of the data blocks. */
export interface TreeLevel {
  /** Block of the hash device. */
  readonly firstBlock: number;
  readonly blocks: number;
}

export interface TreeGeometry {
  /** Digests in one hash block. */
  readonly digestsPerBlock: number;
  /** From the leaves up. Empty when there is a single data block, whose digest is the root hash itself. */
  readonly levels: readonly TreeLevel[];
  readonly hashBlocks: number;
  /** First byte of the hash device after the tree. */
  readonly end: number;
}

/** 256 GiB of 4 KiB blocks: bounds what is kept of the leaves, one digest for each hash block, to 16 MiB. */
const MAX_DATA_BLOCKS = 2 ** 26;

/** Where each level lies: the top level first on disk (Linux drivers/md/dm-verity-target.c, `verity_ctr`). */
export function treeGeometry(parameters: VerityParameters): TreeGeometry {
  const { dataBlocks, hashBlockSize, hashStartBlock } = parameters;
  if (dataBlocks === 0) throw new FormatError({ structure: 'dm-verity', field: 'data blocks', found: 0, expected: 'at least 1' });
  if (dataBlocks > MAX_DATA_BLOCKS) {
    throw new LimitError({ structure: 'dm-verity', field: 'data blocks', found: dataBlocks, expected: `at most ${MAX_DATA_BLOCKS}` });
  }
  const digestsPerBlock = hashBlockSize / DIGEST_LENGTH[parameters.algorithm];
  const sizes: number[] = [];
  for (let blocks = dataBlocks; blocks > 1; ) {
    blocks = Math.ceil(blocks / digestsPerBlock);
    sizes.push(blocks);
  }
  const hashBlocks = sizes.reduce((sum, blocks) => sum + blocks, 0);
  return { digestsPerBlock, levels: placeLevels(sizes, hashStartBlock), hashBlocks, end: (hashStartBlock + hashBlocks) * hashBlockSize };
}

function placeLevels(sizes: readonly number[], hashStartBlock: number): readonly TreeLevel[] {
  const levels: TreeLevel[] = [];
  let firstBlock = hashStartBlock;
  for (const blocks of [...sizes].reverse()) {
    levels.unshift({ firstBlock, blocks });
    firstBlock += blocks;
  }
  return levels;
}
