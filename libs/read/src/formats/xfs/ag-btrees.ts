import type { ByteView } from '../../bytes/index.ts';
import { checkHeader, SHORT_BTREE } from './block-header.ts';
import { agLength } from './geometry.ts';
import { type Volume, viewAt } from './volume.ts';

const HEADER_LENGTH = 56;
const POINTER_LENGTH = 4;
const MAX_LEVELS = 10;

/** A tree of an allocation group: struct xfs_agf and xfs_agi say where its root is and how many levels it has. */
interface Tree {
  readonly name: string;
  /** Which of the group's sectors. */
  readonly sector: number;
  readonly rootAt: number;
  readonly levelsAt: number;
  readonly magic: number;
  /** Bytes of the keys of one child. */
  readonly keyLength: number;
  /** Bit of sb_features_ro_compat; 0 for trees that always are there. */
  readonly feature: number;
}

const AGF = 1;
const AGI = 2;
export const INODE_TREE = 'inode tree';

/** fs/xfs/libxfs/xfs_format.h */
const TREES: readonly Tree[] = [
  { name: 'free space tree by block', sector: AGF, rootAt: 16, levelsAt: 28, magic: 0x41423342, keyLength: 8, feature: 0 },
  { name: 'free space tree by size', sector: AGF, rootAt: 20, levelsAt: 32, magic: 0x41423343, keyLength: 8, feature: 0 },
  { name: 'reverse map', sector: AGF, rootAt: 24, levelsAt: 36, magic: 0x524d4233, keyLength: 40, feature: 0x2 },
  { name: 'reference count tree', sector: AGF, rootAt: 88, levelsAt: 92, magic: 0x52334643, keyLength: 4, feature: 0x4 },
  { name: INODE_TREE, sector: AGI, rootAt: 20, levelsAt: 24, magic: 0x49414233, keyLength: 4, feature: 0 },
  { name: 'free inode tree', sector: AGI, rootAt: 328, levelsAt: 332, magic: 0x46494233, keyLength: 4, feature: 0x1 },
];

/** One block of a tree, verified. */
export interface TreeBlock {
  readonly name: string;
  /** In its allocation group. */
  readonly block: number;
  readonly view: ByteView;
  readonly level: number; // 0 is a leaf
  readonly records: number; // bb_numrecs
}

/** Every block of every tree of an allocation group. Each is visited once: a block in two places is damage. */
export function* agTreeBlocks(volume: Volume, group: number): Generator<TreeBlock> {
  const seen = new Set<number>();
  for (const tree of TREES) {
    if (tree.feature !== 0 && (volume.superBlock.features.roCompat & tree.feature) === 0) continue;
    const header = readHeader(volume, group, tree);
    const levels = header.u32(tree.levelsAt);
    if (levels === 0 || levels > MAX_LEVELS) throw header.error('level', tree.levelsAt, levels, `1 to ${MAX_LEVELS}`);
    yield* subtree({ volume, group, tree, seen }, header, tree.rootAt, levels - 1);
  }
}

function readHeader(volume: Volume, group: number, { sector }: Tree): ByteView {
  const { geometry, superBlock } = volume;
  const offset = group * geometry.agBlocks * geometry.blockSize + sector * superBlock.sectorSize;
  return viewAt(volume, offset, superBlock.sectorSize, `xfs header of group ${group}`);
}

interface TreeWalk {
  readonly volume: Volume;
  readonly group: number;
  readonly tree: Tree;
  readonly seen: Set<number>;
}

function* subtree(walk: TreeWalk, parent: ByteView, at: number, level: number): Generator<TreeBlock> {
  const { volume, group, tree, seen } = walk;
  const { geometry } = volume;
  const block = parent.u32(at);
  if (block < geometry.agHeaderBlocks || block >= agLength(geometry, group) || seen.has(block))
    throw parent.error('bb_ptr', at, block, 'a block of the group, used once');
  seen.add(block);
  const view = viewAt(volume, (group * geometry.agBlocks + block) * geometry.blockSize, geometry.blockSize, `xfs ${tree.name} of group ${group}`);
  checkHeader(volume, view, SHORT_BTREE, [tree.magic], group);
  if (view.u16(4) !== level) throw view.error('bb_level', 4, view.u16(4), level);
  const records = view.u16(6);
  yield { name: tree.name, block, view, level, records };
  if (level === 0) return;
  const most = Math.floor((view.length - HEADER_LENGTH) / (tree.keyLength + POINTER_LENGTH));
  if (records > most) throw view.error('bb_numrecs', 6, records, `at most ${most}`);
  const pointersAt = HEADER_LENGTH + most * tree.keyLength;
  for (let index = 0; index < records; index++) yield* subtree(walk, view, pointersAt + index * POINTER_LENGTH, level - 1);
}
