import type { BlockHasher } from './block-hasher.ts';
import type { LeafMismatch, LeafRangeResult } from './leaf-range.ts';
import type { TreeGeometry } from './tree-geometry.ts';

export interface DamagedVerityBlock {
  readonly area: 'data' | 'hash';
  /** From the start of the device. */
  readonly blockNumber: number;
  /** Level of the tree for hash blocks, 0 for the leaves. */
  readonly level?: number;
}

interface StoredTree {
  /** Stored blocks of levels 1 and up. */
  readonly upper: readonly Uint8Array[];
  readonly leaves: LeafRangeResult;
  readonly geometry: TreeGeometry;
  readonly hasher: BlockHasher;
  readonly hashBlockSize: number;
  readonly dataBlocks: number;
  /** What the kernel was told. */
  readonly expectedRootHash: string | undefined;
  readonly computedRootHash: string;
}

/**
 * Walks the stored tree from the top as the kernel does: a hash block is damaged when its digest differs from the
 * one in its sound parent; a data block when its digest differs from the one in its sound leaf. Below a damaged hash
 * block nothing can be said, except that data is sound where it leads to the digest that the leaf's parent holds.
 */
export function locateDamage(tree: StoredTree): { readonly count: number; readonly blocks: readonly DamagedVerityBlock[] } {
  if (nothingFits(tree)) return { count: 0, blocks: [] };
  const hashDamage: DamagedVerityBlock[] = [];
  const top = tree.geometry.levels.length - 1;
  let sound = new Set<number>([0]);
  let parentDigests = trustedRoot(tree);
  for (let level = top; level > 0; level--) {
    const blocks = tree.upper[level - 1]!;
    const digests = digestsOf(blocks, tree.hashBlockSize, tree.hasher);
    const damagedHere = damagedIn(digests, parentDigests, sound, tree);
    for (const block of damagedHere) hashDamage.push({ area: 'hash', blockNumber: tree.geometry.levels[level]!.firstBlock + block, level });
    sound = childrenOf(sound, damagedHere, tree, tree.geometry.levels[level - 1]!.blocks);
    parentDigests = blocks;
  }
  const leaves = judgeLeaves(tree, parentDigests, sound);
  return { count: leaves.dataCount + leaves.hash.length + hashDamage.length, blocks: [...leaves.data, ...leaves.hash, ...hashDamage] };
}

/** Every single digest differs: the tree was made with other parameters or for other data, and no block can be blamed. */
function nothingFits({ leaves, geometry, dataBlocks }: StoredTree): boolean {
  if (leaves.mismatches.length !== geometry.levels[0]!.blocks || dataBlocks === 1) return false;
  return leaves.mismatches.reduce((sum, mismatch) => sum + mismatch.dataBlockCount, 0) === dataBlocks;
}

/** Blocks of `sound` whose digest is not the parent's. Without a trusted root hash the top block is believed. */
function damagedIn(digests: Uint8Array, parentDigests: Uint8Array | undefined, sound: Set<number>, tree: StoredTree): Set<number> {
  if (parentDigests === undefined) return new Set();
  return new Set([...sound].filter((block) => !sameDigest(digests, parentDigests, block, tree.hasher.digestLength)));
}

function childrenOf(sound: Set<number>, damaged: Set<number>, tree: StoredTree, childBlocks: number): Set<number> {
  const children = new Set<number>();
  const { digestsPerBlock } = tree.geometry;
  for (const block of sound) {
    if (damaged.has(block)) continue;
    for (let child = block * digestsPerBlock; child < Math.min((block + 1) * digestsPerBlock, childBlocks); child++) children.add(child);
  }
  return children;
}

/** A root hash that fits neither the data nor the stored tree is stale; it says nothing about single blocks. */
function trustedRoot(tree: StoredTree): Uint8Array | undefined {
  const top = tree.upper.at(-1);
  const stored = top === undefined ? tree.leaves.mismatches[0]?.storedDigest : tree.hasher.hashBlock(top);
  const { expectedRootHash: expected, computedRootHash } = tree;
  if (expected === undefined) return undefined;
  return expected === computedRootHash || (stored !== undefined && Buffer.from(expected, 'hex').equals(stored)) ? Buffer.from(expected, 'hex') : undefined;
}

function judgeLeaves(tree: StoredTree, parentDigests: Uint8Array | undefined, sound: Set<number>) {
  const data: DamagedVerityBlock[] = [];
  const hash: DamagedVerityBlock[] = [];
  let dataCount = 0;
  for (const mismatch of tree.leaves.mismatches) {
    const verdict = judgeLeaf(tree, mismatch, parentDigests, sound.has(mismatch.leaf));
    if (verdict.leafDamaged) hash.push({ area: 'hash', blockNumber: tree.geometry.levels[0]!.firstBlock + mismatch.leaf, level: 0 });
    if (!verdict.dataDamaged) continue;
    dataCount += mismatch.dataBlockCount;
    for (const blockNumber of mismatch.dataBlocks) data.push({ area: 'data', blockNumber });
  }
  return { data, dataCount, hash };
}

function judgeLeaf(tree: StoredTree, mismatch: LeafMismatch, parentDigests: Uint8Array | undefined, parentSound: boolean) {
  if (parentDigests === undefined || !parentSound) return { leafDamaged: false, dataDamaged: true };
  const { digestLength } = tree.hasher;
  const parent = parentDigests.subarray(mismatch.leaf * digestLength, (mismatch.leaf + 1) * digestLength);
  const computed = tree.leaves.digests.subarray(mismatch.leaf * digestLength, (mismatch.leaf + 1) * digestLength);
  const dataSound = Buffer.compare(computed, parent) === 0;
  const leafSound = Buffer.compare(mismatch.storedDigest, parent) === 0;
  return { leafDamaged: !leafSound, dataDamaged: !dataSound };
}

function sameDigest(a: Uint8Array, b: Uint8Array, index: number, length: number): boolean {
  return Buffer.compare(a.subarray(index * length, (index + 1) * length), b.subarray(index * length, (index + 1) * length)) === 0;
}

/** One digest for each hash block. Digests of format 1 fill a block without gaps, since their lengths are powers of two. */
export function digestsOf(blocks: Uint8Array, hashBlockSize: number, hasher: BlockHasher): Uint8Array {
  const digests: Uint8Array[] = [];
  for (let at = 0; at < blocks.length; at += hashBlockSize) digests.push(hasher.hashBlock(blocks.subarray(at, at + hashBlockSize)));
  return Buffer.concat(digests);
}
