import { type ByteView, FormatError } from '../../bytes/index.ts';
import { checkHeader, DIRECTORY_DATA } from './block-header.ts';
import { type DaFork, readDaBlock } from './da-block.ts';
import { daLeaves } from './da-tree.ts';
import { ENTRY_ALIGNMENT } from './directory-data.ts';
import type { StoredEntry } from './directory-entry.ts';
import { extents } from './extent-tree.ts';
import type { Inode } from './inode.ts';
import { hashName } from './name-hash.ts';
import type { Volume } from './volume.ts';

/** Bytes from a directory's start: XFS_DIR2_LEAF_OFFSET, XFS_DIR2_FREE_OFFSET. */
export const LEAF_OFFSET = 2 ** 35;
const FREE_OFFSET = 2 ** 36;
const FREE_MAGIC = 0x58444633; // XDF3
const LEAF1_MAGIC = 0x3df1;
const LEAFN_MAGIC = 0x3dff;
const LEAF_HEADER_LENGTH = 64; // struct xfs_dir3_leaf_hdr
export const LEAF_ENTRY_LENGTH = 8; // struct xfs_dir2_leaf_entry: hashval, address
const STALE = 0; // XFS_DIR2_NULL_DATAPTR

/** The hash of each name by where its entry is, in 8 bytes from the directory's start. */
export type HashesByAddress = Map<number, number>;

/** The leaf entries of a directory of several blocks; checksums of its free-space blocks are verified on the way. */
export function readIndex(volume: Volume, inode: Inode): HashesByAddress {
  const { blockSize, directoryBlocks } = volume.geometry;
  const place: DaFork = { volume, inode, fork: inode.data, blocks: directoryBlocks, structure: 'xfs directory leaf' };
  const hashes: HashesByAddress = new Map();
  for (const { view, highest } of daLeaves(place, LEAF_OFFSET / blockSize, [LEAF1_MAGIC, LEAFN_MAGIC])) {
    const count = view.u16(56);
    const most = Math.floor((view.length - LEAF_HEADER_LENGTH) / LEAF_ENTRY_LENGTH);
    if (count > most) throw view.error('count', 56, count, `at most ${most}`);
    readLeafEntries(view, LEAF_HEADER_LENGTH, count, highest, hashes);
  }
  verifyFreeBlocks(place);
  return hashes;
}

/** Adds `count` entries from `first`, which ascend by hash up to `highest`. */
export function readLeafEntries(view: ByteView, first: number, count: number, highest: number, hashes: HashesByAddress): void {
  let lowest = 0;
  for (let index = 0; index < count; index++) {
    const at = first + index * LEAF_ENTRY_LENGTH;
    const [hash, address] = [view.u32(at), view.u32(at + 4)];
    if (hash < lowest || hash > highest) throw view.error('hashval', at, hash, `ascending, ${lowest} to ${highest}`);
    lowest = hash;
    if (address === STALE) continue;
    if (hashes.has(address)) throw view.error('address', at + 4, address, 'each address once');
    hashes.set(address, hash);
  }
}

/** A name that its hash does not lead to cannot be opened, though it is listed. `blockStart`: bytes from the directory's start. */
export function checkIndexed(hashes: HashesByAddress, view: ByteView, blockStart: number, { at, bytes }: StoredEntry): void {
  const found = hashes.get((blockStart + at) / ENTRY_ALIGNMENT);
  const expected = hashName(bytes);
  if (found !== expected) throw view.error('name', at + 9, found === undefined ? 'a name without leaf entry' : `a leaf entry of hash ${found}`, expected);
}

/** What the index leads to, and no entry was: `entries` were checked. */
export function checkIndexSize(hashes: HashesByAddress, entries: number, inode: Inode): void {
  if (hashes.size !== entries)
    throw new FormatError({
      structure: `xfs directory leaf of inode ${inode.number}`,
      field: 'address',
      found: `${hashes.size} leaf entries`,
      expected: entries,
    });
}

/** struct xfs_dir3_free_hdr: how much room each data block has. */
function verifyFreeBlocks(place: DaFork): void {
  const { volume, inode, fork, blocks } = place;
  const first = FREE_OFFSET / volume.geometry.blockSize;
  for (const { start, count } of extents({ volume, inode, fork, from: first })) {
    for (let block = Math.max(start, first); block < start + count; block++) {
      if ((block - first) % blocks !== 0) continue;
      const view = readDaBlock({ ...place, structure: 'xfs directory free block' }, block);
      checkHeader(volume, view, DIRECTORY_DATA, [FREE_MAGIC], inode.number);
    }
  }
}
