import { type ByteView, FormatError, LimitError } from '../../bytes/index.ts';
import type { DirectoryEntry } from '../../filesystem/index.ts';
import { checkHeader, DIRECTORY_DATA } from './block-header.ts';
import { readBlocks } from './da-block.ts';
import { DATA_HEADER_LENGTH, readDataEntries } from './directory-data.ts';
import type { StoredEntry } from './directory-entry.ts';
import { checkIndexed, checkIndexSize, type HashesByAddress, LEAF_ENTRY_LENGTH, LEAF_OFFSET, readIndex, readLeafEntries } from './directory-index.ts';
import { shortformEntries } from './directory-shortform.ts';
import { extents } from './extent-tree.ts';
import type { Inode } from './inode.ts';
import type { Volume } from './volume.ts';

const BLOCK_MAGIC = 0x58444233; // XDB3: the only block, with its index
const DATA_MAGIC = 0x58444433; // XDD3
const TAIL_LENGTH = 8; // struct xfs_dir2_block_tail: count, stale
const MAX_BLOCKS = 262_144;
const HIGHEST_HASH = 0xffffffff;

/** Blocks of the filesystem that make one directory block. */
interface DirectoryBlock {
  readonly index: number;
  readonly blocks: readonly number[];
}

/** Entries in on-disk order without `.` and `..`: XFS Algorithms and Data Structures, "Directories"; fs/xfs/libxfs/xfs_da_format.h. */
export function* listDirectory(volume: Volume, inode: Inode): Generator<DirectoryEntry> {
  if (inode.type !== 'directory') throw inode.view.error('di_mode', 2, inode.type, 'directory');
  const names = new Set<string>();
  for (const entry of inode.data.format === 'local' ? shortformEntries(volume, inode) : blockEntries(volume, inode)) {
    if (names.has(entry.name))
      throw new FormatError({ structure: `xfs directory of inode ${inode.number}`, field: 'name', found: entry.name, expected: 'each name once' });
    names.add(entry.name);
    yield entry;
  }
}

function* blockEntries(volume: Volume, inode: Inode): Generator<DirectoryEntry> {
  const blocks = directoryBlocks(volume, inode);
  const single = blocks.length === 1 && isBlockForm(volume, inode);
  const hashes: HashesByAddress = single ? new Map() : readIndex(volume, inode);
  let count = 0;
  for (const block of blocks) {
    const view = readBlocks(volume, block.blocks, `xfs directory block ${block.index} of inode ${inode.number}`);
    checkHeader(volume, view, DIRECTORY_DATA, [single ? BLOCK_MAGIC : DATA_MAGIC], inode.number);
    const end = single ? readBlockIndex(view, hashes) : view.length;
    for (const entry of readDataEntries(volume, view, end)) {
      checkIndexed(hashes, view, block.index * view.length, entry);
      checkDots(view, inode, entry, count++);
      if (count > 2) yield { name: entry.name, inode: entry.inode };
    }
  }
  checkIndexSize(hashes, count, inode);
}

/** With nothing behind its first block a directory has its index in it. */
function isBlockForm(volume: Volume, inode: Inode): boolean {
  return extents({ volume, inode, fork: inode.data, from: volume.geometry.directoryBlocks }).next().done === true;
}

/** The directory's blocks before its index, in order; blocks without entries may be missing, parts of one may not. */
function directoryBlocks(volume: Volume, inode: Inode): DirectoryBlock[] {
  const { blockSize, directoryBlocks: per, directoryBlockSize } = volume.geometry;
  const { view, size } = inode;
  if (size === 0 || size % directoryBlockSize !== 0 || size > LEAF_OFFSET)
    throw view.error('di_size', 56, size, `a multiple of ${directoryBlockSize}, more than 0, up to ${LEAF_OFFSET}`);
  const found: { index: number; blocks: number[] }[] = [];
  const used = new Set<number>();
  for (const { start, count, block, written } of extents({ volume, inode, fork: inode.data, from: 0 })) {
    for (let at = 0; at < count && start + at < LEAF_OFFSET / blockSize; at++) {
      const index = Math.floor((start + at) / per);
      if (used.size >= MAX_BLOCKS) throw new LimitError({ structure: view.structure, message: `more than ${MAX_BLOCKS} blocks of a directory` });
      if (!written || used.has(block + at) || (index + 1) * directoryBlockSize > size)
        throw new FormatError({
          structure: view.structure,
          offset: view.offset,
          message: `block ${start + at} of the directory is unwritten, used twice, or behind its size`,
        });
      used.add(block + at);
      if (found.at(-1)?.index === index) found.at(-1)!.blocks.push(block + at);
      else found.push({ index, blocks: [block + at] });
    }
  }
  for (const { index, blocks } of found) {
    if (blocks.length !== per)
      throw new FormatError({
        structure: view.structure,
        offset: view.offset,
        message: `${blocks.length} of ${per} blocks of directory block ${index} are there`,
      });
  }
  return found;
}

/** Leaf entries lie before the tail. Returns where the entries end. */
function readBlockIndex(view: ByteView, hashes: HashesByAddress): number {
  const tailAt = view.length - TAIL_LENGTH;
  const count = view.u32(tailAt);
  const most = Math.floor((tailAt - DATA_HEADER_LENGTH) / LEAF_ENTRY_LENGTH);
  if (count > most) throw view.error('count', tailAt, count, `at most ${most}`);
  const end = tailAt - count * LEAF_ENTRY_LENGTH;
  readLeafEntries(view, end, count, HIGHEST_HASH, hashes);
  return end;
}

/** `.` and `..` are the first two, and nothing else is. */
function checkDots(view: ByteView, inode: Inode, { at, name, inode: number }: StoredEntry, index: number): void {
  const expected = ['.', '..'][index];
  if (expected === undefined ? name === '.' || name === '..' : name !== expected)
    throw view.error('name', at + 9, name, expected ?? '. and .. only at the start');
  if (index === 0 && number !== inode.number) throw view.error('inumber', at, number, `${inode.number}, the directory itself, for .`);
}
