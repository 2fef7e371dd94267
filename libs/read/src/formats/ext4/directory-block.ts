import { type ByteView, decodeFileName } from '../../bytes/index.ts';
import type { DirectoryEntry } from '../../filesystem/index.ts';
import { Incompat } from './features.ts';
import { has } from './geometry.ts';
import { ROOT_INODE } from './super-block.ts';
import type { Volume } from './volume.ts';

const NAME_AT = 8;
const MIN_RECORD_LENGTH = 12;
const SLASH = 0x2f;

/** struct ext4_dir_entry_2: inode u32, rec_len u16, name_len u8, file_type u8, name. `.` and `..` included. */
export function readDirectoryBlock(volume: Volume, block: ByteView, first = 0): { at: number; entry: DirectoryEntry }[] {
  const entries: { at: number; entry: DirectoryEntry }[] = [];
  for (let at = first; at < block.length; ) {
    const recordLength = readRecordLength(block, at);
    const nameLength = readNameLength(volume, block, at, recordLength);
    const inode = block.u32(at);
    if (inode !== 0) entries.push({ at, entry: { name: readName(block, at, nameLength), inode: checkInode(volume, block, at, inode) } });
    at += recordLength;
  }
  return entries;
}

function readRecordLength(block: ByteView, at: number): number {
  const length = decodeRecordLength(block.u16(at + 4), block.length);
  const left = block.length - at - length;
  if (length < MIN_RECORD_LENGTH || length % 4 !== 0 || left < 0 || (left > 0 && left < MIN_RECORD_LENGTH)) {
    throw block.error(
      'rec_len',
      at + 4,
      length,
      `a multiple of 4, at least ${MIN_RECORD_LENGTH}, that ends at the block's end or at least ${MIN_RECORD_LENGTH} bytes before`,
    );
  }
  return length;
}

/** 64 KiB blocks need 17 bits: 65536 is stored as 65535 or 0, and the two lowest bits hold bits 16 and 17. */
export function decodeRecordLength(stored: number, blockLength: number): number {
  if (blockLength < 65_536) return stored;
  if (stored === 0xffff || stored === 0) return blockLength;
  return (stored & 0xfffc) + (stored & 3) * 65_536;
}

/** Without the feature filetype the name's length is 16 bits wide. */
function readNameLength({ superBlock }: Volume, block: ByteView, at: number, recordLength: number): number {
  const length = has(superBlock, Incompat.filetype) ? block.u8(at + 6) : block.u16(at + 6);
  const inUse = block.u32(at) !== 0;
  if (inUse && (length === 0 || length > 255)) throw block.error('name_len', at + 6, length, '1 to 255');
  if (inUse && NAME_AT + length > recordLength) throw block.error('name_len', at + 6, length, `at most ${recordLength - NAME_AT}, as rec_len says`);
  return length;
}

function readName(block: ByteView, at: number, length: number): string {
  const bytes = block.slice(at + NAME_AT, length);
  for (const byte of bytes) if (byte === 0 || byte === SLASH) throw block.error('name', at + NAME_AT, decodeFileName(bytes), 'no NUL or slash');
  return decodeFileName(bytes);
}

/** The kernel does not follow names to the reserved inodes, or to those that hold quota and orphans, either. */
function checkInode({ superBlock }: Volume, block: ByteView, at: number, inode: number): number {
  const { inodesCount, firstInode, specialInodes } = superBlock;
  if (inode > inodesCount) throw block.error('inode', at, inode, `at most ${inodesCount}`);
  if ((inode < firstInode && inode !== ROOT_INODE) || specialInodes.includes(inode)) throw block.error('inode', at, inode, 'no reserved inode');
  return inode;
}
