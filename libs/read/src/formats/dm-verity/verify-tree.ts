import { type BlockSource, checkRange, readBytes } from '../../block-source/index.ts';
import { BlockHasher } from './block-hasher.ts';
import { hashLeafRanges } from './hash-leaf-ranges.ts';
import type { LeafRange, LeafRangeResult } from './leaf-range.ts';
import { type DamagedVerityBlock, digestsOf, locateDamage } from './locate-damage.ts';
import { type TreeGeometry, type TreeLevel, treeGeometry } from './tree-geometry.ts';
import type { VerityParameters } from './verity-parameters.ts';

export interface VerityVerification {
  /** Recomputed from the data, hexadecimal. */
  readonly rootHash: string;
  readonly hashBlocks: number;
  /** Every stored hash block equals the recomputed one. */
  readonly matchesStored: boolean;
  /** 0 also when no single digest matches, since then tree and data do not belong together. */
  readonly damagedCount: number;
  /** The first 64, data before hash, ascending. */
  readonly damaged: readonly DamagedVerityBlock[];
}

/** Hashes ranges of leaves, in this thread or in workers; the results are in the order of the ranges. */
export type HashLeaves = (ranges: readonly LeafRange[]) => Promise<readonly LeafRangeResult[]>;

/** Data bytes in one range: large enough to hide the hand-over to a worker. */
const RANGE_LENGTH = 32 * 1024 * 1024;
const MAX_LISTED = 64;

/**
 * Recomputes the whole tree from the data, compares it with the stored one, and finds the damaged blocks.
 * `expectedRootHash` (what the kernel was told) decides whether data or tree is the damaged side where they differ.
 * Devices that are too short are a FormatError.
 */
export async function verifyTree(
  data: BlockSource,
  tree: BlockSource,
  parameters: VerityParameters,
  expectedRootHash: string | undefined,
  hashLeaves: HashLeaves = async (ranges) => hashLeafRanges(data, tree, parameters, ranges),
): Promise<VerityVerification> {
  const geometry = treeGeometry(parameters);
  checkRange(data, 0, parameters.dataBlocks * parameters.dataBlockSize);
  checkRange(tree, 0, geometry.end);
  if (geometry.levels.length === 0) return verifySingleBlock(data, parameters, expectedRootHash);
  const leaves = await hashAllLeaves(parameters, geometry, hashLeaves);
  return compareUpperLevels(tree, parameters, geometry, leaves, expectedRootHash);
}

/** The root hash of a single data block is its own digest; there is no tree to compare with. */
function verifySingleBlock(data: BlockSource, parameters: VerityParameters, expectedRootHash: string | undefined): VerityVerification {
  const hasher = new BlockHasher(parameters.algorithm, parameters.salt, parameters.dataBlockSize);
  const rootHash = hasher.hashBlock(readBytes(data, 0, parameters.dataBlockSize)).toString('hex');
  const damaged: DamagedVerityBlock[] = expectedRootHash === undefined || rootHash === expectedRootHash ? [] : [{ area: 'data', blockNumber: 0 }];
  return { rootHash, hashBlocks: 0, matchesStored: true, damagedCount: damaged.length, damaged };
}

async function hashAllLeaves(parameters: VerityParameters, geometry: TreeGeometry, hashLeaves: HashLeaves): Promise<LeafRangeResult> {
  const leaves = geometry.levels[0]!.blocks;
  const perRange = Math.max(1, Math.floor(RANGE_LENGTH / (geometry.digestsPerBlock * parameters.dataBlockSize)));
  const firsts = Array.from({ length: Math.ceil(leaves / perRange) }, (_, range) => range * perRange);
  const results = await hashLeaves(firsts.map((firstLeaf) => ({ firstLeaf, count: Math.min(perRange, leaves - firstLeaf) })));
  return { digests: Buffer.concat(results.map((result) => result.digests)), mismatches: results.flatMap((result) => result.mismatches) };
}

function compareUpperLevels(
  tree: BlockSource,
  parameters: VerityParameters,
  geometry: TreeGeometry,
  leaves: LeafRangeResult,
  expectedRootHash: string | undefined,
): VerityVerification {
  const hasher = new BlockHasher(parameters.algorithm, parameters.salt, parameters.hashBlockSize);
  const upper = geometry.levels.slice(1).map((level) => readLevel(tree, level, parameters.hashBlockSize));
  const computed = computeUpperLevels(leaves.digests, geometry, parameters.hashBlockSize, hasher);
  const matchesStored = leaves.mismatches.length === 0 && upper.every((blocks, index) => Buffer.compare(blocks, computed.levels[index]!) === 0);
  const summary = { rootHash: computed.rootHash, hashBlocks: geometry.hashBlocks, matchesStored };
  if (matchesStored) return { ...summary, damagedCount: 0, damaged: [] };
  const { hashBlockSize, dataBlocks } = parameters;
  const damage = locateDamage({ upper, leaves, geometry, hasher, hashBlockSize, dataBlocks, expectedRootHash, computedRootHash: computed.rootHash });
  return { ...summary, damagedCount: damage.count, damaged: damage.blocks.slice(0, MAX_LISTED) };
}

function readLevel(tree: BlockSource, level: TreeLevel, hashBlockSize: number): Uint8Array {
  return readBytes(tree, level.firstBlock * hashBlockSize, level.blocks * hashBlockSize);
}

function computeUpperLevels(leafDigests: Uint8Array, geometry: TreeGeometry, hashBlockSize: number, hasher: BlockHasher) {
  const levels: Uint8Array[] = [];
  let digests = leafDigests;
  for (const level of geometry.levels.slice(1)) {
    const blocks = new Uint8Array(level.blocks * hashBlockSize);
    blocks.set(digests);
    levels.push(blocks);
    digests = digestsOf(blocks, hashBlockSize, hasher);
  }
  return { levels, rootHash: Buffer.from(digests).toString('hex') };
}
