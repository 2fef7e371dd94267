import type { ByteView } from '../../bytes/index.ts';
import { type DaLeaf, daLeaves } from './da-tree.ts';
import type { Fork } from './fork.ts';
import type { Inode } from './inode.ts';
import { hashName } from './name-hash.ts';
import type { Volume } from './volume.ts';
import { AttributeFlag, type StoredAttribute } from './xattr-entry.ts';

const MAGIC = 0x3bee; // XFS_ATTR3_LEAF_MAGIC
const HEADER_LENGTH = 80; // struct xfs_attr3_leaf_hdr
const ENTRY_LENGTH = 8; // struct xfs_attr_leaf_entry: hashval u32, nameidx u16, flags u8

/** Attributes in blocks, by hash: the fork's first block is the only leaf, or the root of a tree. */
export function* leafAttributes(volume: Volume, inode: Inode, fork: Fork): Generator<StoredAttribute> {
  if (fork.extents === 0) return;
  const place = { volume, inode, fork, blocks: 1, structure: 'xfs attribute block' };
  for (const leaf of daLeaves(place, 0, [MAGIC])) yield* readLeaf(leaf);
}

function* readLeaf({ view, highest }: DaLeaf): Generator<StoredAttribute> {
  const count = view.u16(56);
  const most = Math.floor((view.length - HEADER_LENGTH) / ENTRY_LENGTH);
  if (count > most) throw view.error('count', 56, count, `at most ${most}`);
  const namesFrom = HEADER_LENGTH + count * ENTRY_LENGTH;
  let lowest = 0;
  for (let index = 0; index < count; index++) {
    const at = HEADER_LENGTH + index * ENTRY_LENGTH;
    const hash = view.u32(at);
    if (hash < lowest || hash > highest) throw view.error('hashval', at, hash, `ascending, ${lowest} to ${highest}`);
    lowest = hash;
    yield checkHash(readEntry(view, at, namesFrom), hash);
  }
}

/** struct xfs_attr_leaf_name_local (valuelen u16, namelen u8, name, value) or _remote (valueblk u32, valuelen u32, namelen u8, name). */
function readEntry(view: ByteView, at: number, namesFrom: number): StoredAttribute {
  const nameIndex = view.u16(at + 4);
  if (nameIndex < namesFrom) throw view.error('nameidx', at + 4, nameIndex, `at least ${namesFrom}`);
  const flags = view.u8(at + 6);
  const base = { view, at, flags };
  if ((flags & AttributeFlag.local) !== 0) {
    const nameBytes = view.slice(nameIndex + 3, view.u8(nameIndex + 2));
    return { ...base, nameBytes, valueLength: view.u16(nameIndex), valueAt: nameIndex + 3 + nameBytes.length };
  }
  const nameBytes = view.slice(nameIndex + 9, view.u8(nameIndex + 8));
  return { ...base, nameBytes, valueLength: view.u32(nameIndex + 4), valueAt: { block: view.u32(nameIndex) } };
}

/** Of parent pointers the hash is of more than the name. */
function checkHash(entry: StoredAttribute, hash: number): StoredAttribute {
  const expected = hashName(entry.nameBytes);
  if (hash !== expected && (entry.flags & AttributeFlag.parent) === 0) throw entry.view.error('hashval', entry.at, hash, expected);
  return entry;
}
