import { type BlockSource, readBytes } from '../../block-source/index.ts';
import { BlockHasher } from './block-hasher.ts';
import { treeGeometry } from './tree-geometry.ts';
import type { VerityParameters } from './verity-parameters.ts';

/** Leaf blocks of the tree, one after another. */
export interface LeafRange {
  /** From 0 within level 0. */
  readonly firstLeaf: number;
  readonly count: number;
}

/** A stored leaf block of the tree that differs from the recomputed one. */
export interface LeafMismatch {
  /** From 0 within level 0. */
  readonly leaf: number;
  /** Digest of the block as it is stored. */
  readonly storedDigest: Uint8Array;
  /** Data blocks whose digest differs from the stored one. 0 when only the padding differs. */
  readonly dataBlockCount: number;
  /** They, ascending; left empty once a range has listed 64. */
  readonly dataBlocks: readonly number[];
}

const MAX_LISTED = 64;

export interface LeafRangeResult {
  /** Digest of each recomputed leaf block, one after another. */
  readonly digests: Uint8Array;
  readonly mismatches: readonly LeafMismatch[];
}

/** The range's leaf blocks of the tree, recomputed from the data, one after another. What they cover must lie inside the device. */
export function computeLeaves(data: BlockSource, parameters: VerityParameters, { firstLeaf, count }: LeafRange): Buffer {
  const { algorithm, salt, dataBlockSize, hashBlockSize, dataBlocks } = parameters;
  const { digestsPerBlock } = treeGeometry(parameters);
  const hasher = new BlockHasher(algorithm, salt, dataBlockSize);
  const leaves = Buffer.alloc(count * hashBlockSize);
  for (let index = 0; index < count; index++) {
    const firstBlock = (firstLeaf + index) * digestsPerBlock;
    const leaf = leaves.subarray(index * hashBlockSize, (index + 1) * hashBlockSize);
    hasher.hashBlocks(data, firstBlock * dataBlockSize, Math.min(digestsPerBlock, dataBlocks - firstBlock), leaf);
  }
  return leaves;
}

/** Compares each recomputed leaf block of a range with the stored one. They must lie inside the device. */
export function compareLeaves(tree: BlockSource, parameters: VerityParameters, { firstLeaf, count }: LeafRange, leaves: Buffer): LeafRangeResult {
  const { algorithm, salt, hashBlockSize, dataBlocks } = parameters;
  const { digestsPerBlock, levels } = treeGeometry(parameters);
  const hasher = new BlockHasher(algorithm, salt, hashBlockSize);
  const digests = new Uint8Array(count * hasher.digestLength);
  const mismatches: LeafMismatch[] = [];
  let listed = 0;
  for (let index = 0; index < count; index++) {
    const leaf = firstLeaf + index;
    const firstBlock = leaf * digestsPerBlock;
    const computed = leaves.subarray(index * hashBlockSize, (index + 1) * hashBlockSize);
    digests.set(hasher.hashBlock(computed), index * hasher.digestLength);
    const stored = readBytes(tree, (levels[0]!.firstBlock + leaf) * hashBlockSize, hashBlockSize);
    if (computed.equals(stored)) continue;
    const differing = differingDigests(computed, stored, hasher.digestLength).filter((digest) => firstBlock + digest < dataBlocks);
    const blocks = listed < MAX_LISTED ? differing.map((digest) => firstBlock + digest) : [];
    listed += blocks.length;
    mismatches.push({ leaf, storedDigest: Uint8Array.from(hasher.hashBlock(stored)), dataBlockCount: differing.length, dataBlocks: blocks });
  }
  return { digests, mismatches };
}

function differingDigests(computed: Uint8Array, stored: Uint8Array, digestLength: number): number[] {
  const differing: number[] = [];
  for (let at = 0; at < computed.length; at += digestLength) {
    if (Buffer.compare(computed.subarray(at, at + digestLength), stored.subarray(at, at + digestLength)) !== 0) differing.push(at / digestLength);
  }
  return differing;
}
