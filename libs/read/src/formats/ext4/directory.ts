import { type ByteView, crc32c, FormatError } from '../../bytes/index.ts';
import type { DirectoryEntry } from '../../filesystem/index.ts';
import { hex } from './checksums.ts';
import { readDirectoryBlock } from './directory-block.ts';
import { fileRuns } from './file-map.ts';
import { readHtreeNodes } from './htree.ts';
import { inlineParts, isInline } from './inline-data.ts';
import type { Inode } from './inode.ts';
import { InodeFlag } from './inode-flags.ts';
import { readBlock, type Volume } from './volume.ts';

const TAIL_LENGTH = 12;
const TAIL_START = [0, 0, 0, 0, TAIL_LENGTH, 0, 0, 0xde] as const; // det_reserved_zero1, det_rec_len, det_reserved_zero2, det_reserved_ft
const INLINE_PARENT_LENGTH = 4;

/** Entries in on-disk order without `.` and `..`. https://docs.kernel.org/filesystems/ext4/directory.html */
export function* listDirectory(volume: Volume, inode: Inode): Generator<DirectoryEntry> {
  if (inode.type !== 'directory') throw inode.view.error('i_mode', 0, inode.type, 'directory');
  const names = new Set<string>();
  for (const entry of isInline(inode) ? inlineEntries(volume, inode) : blockEntries(volume, inode)) {
    if (names.has(entry.name))
      throw new FormatError({ structure: `ext4 directory of inode ${inode.number}`, field: 'name', found: entry.name, expected: 'each name once' });
    names.add(entry.name);
    yield entry;
  }
}

function* blockEntries(volume: Volume, inode: Inode): Generator<DirectoryEntry> {
  const blocks = directoryBlocks(volume, inode);
  const nodes = (inode.flags & InodeFlag.index) === 0 ? new Set<number>() : readHtreeNodes(volume, inode, blocks);
  for (const [index, blockNumber] of blocks.entries()) {
    if (index > 0 && nodes.has(index)) continue;
    const block = readBlock(volume, blockNumber, `ext4 directory block ${index} of inode ${inode.number}`);
    if (!nodes.has(index)) verifyTail(volume, inode, block);
    const found = readDirectoryBlock(volume, block);
    if (index === 0) checkDots(block, inode, found);
    for (const { at, entry } of index === 0 ? found.slice(2) : found) yield checkNoDots(block, at, entry);
  }
}

/** Block numbers in file order. A directory has no holes, and no more blocks than the filesystem. */
function directoryBlocks(volume: Volume, inode: Inode): number[] {
  const { view, size } = inode;
  const { blockSize, blocksCount } = volume.geometry;
  if (size === 0 || size % blockSize !== 0 || size / blockSize > blocksCount)
    throw view.error('i_size', 4, size, `a multiple of ${blockSize}, more than 0, up to ${blocksCount * blockSize}`);
  const blocks: number[] = [];
  for (const { fileOffset, length, sourceOffset } of fileRuns(volume, inode)) {
    if (sourceOffset === undefined)
      throw new FormatError({ structure: view.structure, offset: view.offset, message: `the directory has a hole at byte ${fileOffset}` });
    for (let at = 0; at < length; at += blockSize) blocks.push((sourceOffset + at) / blockSize);
  }
  return blocks;
}

function* inlineEntries(volume: Volume, inode: Inode): Generator<DirectoryEntry> {
  const { first, rest } = inlineParts(volume, inode);
  for (const [part, start] of [
    [first, INLINE_PARENT_LENGTH],
    [rest, 0],
  ] as const) {
    for (const { at, entry } of readDirectoryBlock(volume, part, start)) yield checkNoDots(part, at, entry);
  }
}

/** struct ext4_dir_entry_tail: a fake entry at the block's end with the checksum of everything before it. */
function verifyTail({ superBlock }: Volume, { checksumSeed }: Inode, block: ByteView): void {
  if (!superBlock.hasChecksums) return;
  const tailAt = block.length - TAIL_LENGTH;
  if (TAIL_START.some((byte, index) => block.u8(tailAt + index) !== byte)) throw block.error('det_reserved_ft', tailAt, undefined, 'a checksum tail');
  const stored = block.u32(tailAt + 8);
  const computed = crc32c(block.slice(0, tailAt), checksumSeed);
  if (stored !== computed) throw block.error('det_checksum', tailAt + 8, hex(stored), hex(computed));
}

function checkDots(block: ByteView, inode: Inode, found: readonly { at: number; entry: DirectoryEntry }[]): void {
  const [self, parent] = found;
  if (self?.entry.name !== '.' || self.at !== 0) throw block.error('name', 8, self?.entry.name, '. first');
  if (self.entry.inode !== inode.number) throw block.error('inode', 0, self.entry.inode, `${inode.number}, the directory itself, for .`);
  if (parent?.entry.name !== '..') throw block.error('name', parent?.at ?? 12, parent?.entry.name, '.. second');
}

function checkNoDots(block: ByteView, at: number, entry: DirectoryEntry): DirectoryEntry {
  if (entry.name === '.' || entry.name === '..') throw block.error('name', at + 8, entry.name, '. and .. only at the start');
  return entry;
}
