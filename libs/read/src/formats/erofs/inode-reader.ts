import { FormatError } from '../../bytes/index.ts';
import { COMPACT_LENGTH, decodeInode, EXTENDED_LENGTH, INODE_SLOT_LENGTH, type Inode, isExtended } from './inode.ts';
import { readMetadata, type Volume } from './volume.ts';

const MAX_KEPT = 64;

export type InodeReader = (nid: number) => Inode;

/** Reads inodes by number and keeps the last few: callers ask stat, xattrs and content of one in turn. */
export function openInodeReader(volume: Volume): InodeReader {
  const kept = new Map<number, Inode>();
  return (nid) => {
    const known = kept.get(nid);
    if (known !== undefined) return known;
    const inode = readInode(volume, nid);
    if (kept.size >= MAX_KEPT) kept.delete(kept.keys().next().value!);
    kept.set(nid, inode);
    return inode;
  };
}

/** Bytes from the filesystem's start; undefined when the number leads outside it, or into the superblock. */
export function inodeOffset({ superBlock, length, headEnd, blockSize }: Volume, nid: number): number | undefined {
  const offset = superBlock.metaBlock * blockSize + nid * INODE_SLOT_LENGTH;
  return Number.isInteger(nid) && nid >= 0 && offset >= headEnd && offset + INODE_SLOT_LENGTH <= length ? offset : undefined;
}

export function readInode(volume: Volume, nid: number): Inode {
  const structure = `erofs inode ${nid}`;
  const offset = inodeOffset(volume, nid);
  if (offset === undefined) throw new FormatError({ structure, field: 'nid', found: nid, expected: 'a number inside the filesystem, behind its superblock' });
  const format = readMetadata(volume, offset, COMPACT_LENGTH, structure).u16(0);
  const view = readMetadata(volume, offset, isExtended(format) ? EXTENDED_LENGTH : COMPACT_LENGTH, structure);
  const { epoch, buildTimeNanoseconds: epochNanoseconds } = volume.superBlock;
  return decodeInode(view, { nid, offset, epoch, epochNanoseconds });
}
