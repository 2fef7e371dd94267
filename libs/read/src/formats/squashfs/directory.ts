import { decodeFileName } from '../../bytes/index.ts';
import type { DirectoryEntry } from '../../filesystem/index.ts';
import type { DirectoryContent, Inode } from './inode.ts';
import { BLOCK_FACTOR, inodeName } from './inode-reader.ts';
import { METADATA_LENGTH } from './metadata-blocks.ts';
import { MetadataCursor } from './metadata-cursor.ts';
import type { Volume } from './volume.ts';

/** struct squashfs_dir_header: count u32 (less one), start_block u32, inode_number u32. */
const HEADER_LENGTH = 12;
const MAX_COUNT = 256; // SQUASHFS_DIR_COUNT
/** struct squashfs_dir_entry: offset u16, inode_number s16, type u16, size u16 (less one), name. */
const ENTRY_LENGTH = 8;
const MAX_NAME_LENGTH = 256; // SQUASHFS_NAME_LEN
const BASIC_TYPES = 7;
const SLASH = 0x2f;

/**
 * Entries in on-disk order, which is that of their bytes; `.` and `..` are not stored. The kernel stops looking for a name where one sorts
 * behind it, so that one out of order would be listed but not found: it is an error. The index of large directories is not needed.
 */
export function* listDirectory(volume: Volume, inode: Inode): Generator<DirectoryEntry> {
  const { directory, type, view } = inode;
  if (directory === undefined) throw view.error('inode_type', 0, type, 'directory');
  const cursor = directoryCursor(volume, inode, directory);
  let previous: Uint8Array = new Uint8Array(0);
  for (let left = directory.length; left > 0; ) {
    const header = readHeader(volume, cursor, left);
    left -= HEADER_LENGTH;
    for (let count = header.count; count > 0; count--) {
      const entry = readEntry(cursor, left);
      left -= ENTRY_LENGTH + entry.nameBytes.length;
      if (Buffer.compare(previous, entry.nameBytes) >= 0)
        throw view.error('name', 0, decodeFileName(entry.nameBytes), 'a name that sorts behind the one before');
      previous = entry.nameBytes;
      yield { name: decodeFileName(entry.nameBytes), inode: header.block * BLOCK_FACTOR + entry.offset };
    }
  }
}

/** Metadata blocks that hold the directory, from the filesystem's start. */
export function directoryRange(volume: Volume, inode: Inode): { start: number; end: number } | undefined {
  const { directory } = inode;
  if (directory === undefined || directory.length === 0) return undefined;
  const cursor = directoryCursor(volume, inode, directory);
  const start = cursor.block;
  cursor.skip(directory.length - 1);
  const { next } = volume.metadata.block(cursor.block, volume.tables.directories.end, 'squashfs directory');
  return { start, end: next };
}

function directoryCursor(volume: Volume, { reference, view }: Inode, { block, offset }: DirectoryContent): MetadataCursor {
  const { directories } = volume.tables;
  if (block > directories.end - directories.start) throw view.error('start_block', 0, block, `at most ${directories.end - directories.start}`);
  return new MetadataCursor(volume, directories, block, offset, `squashfs directory of inode ${inodeName(reference)}`);
}

function readHeader(volume: Volume, cursor: MetadataCursor, left: number): { count: number; block: number } {
  const view = cursor.view(HEADER_LENGTH);
  if (left <= HEADER_LENGTH) throw view.error('file_size', 0, left, `more than ${HEADER_LENGTH} bytes left for a header and its entries`);
  const count = view.u32(0) + 1;
  if (count > MAX_COUNT) throw view.error('count', 0, count, `at most ${MAX_COUNT}`);
  const block = view.u32(4);
  const { inodes } = volume.tables;
  if (block >= inodes.end - inodes.start) throw view.error('start_block', 0, block, `below ${inodes.end - inodes.start}, the bytes of the inode table`);
  return { count, block };
}

function readEntry(cursor: MetadataCursor, left: number): { offset: number; nameBytes: Uint8Array } {
  const view = cursor.view(ENTRY_LENGTH);
  const length = view.u16(6) + 1;
  if (length > MAX_NAME_LENGTH) throw view.error('size', 0, length, `at most ${MAX_NAME_LENGTH}`);
  if (ENTRY_LENGTH + length > left) throw view.error('file_size', 0, left, `at least the ${ENTRY_LENGTH + length} bytes of the next entry`);
  const offset = view.u16(0);
  if (offset >= METADATA_LENGTH) throw view.error('offset', 0, offset, `below ${METADATA_LENGTH}`);
  const type = view.u16(4);
  if (type < 1 || type > BASIC_TYPES) throw view.error('type', 0, type, `1 to ${BASIC_TYPES}`);
  const nameBytes = cursor.view(length).bytes;
  if (nameBytes.includes(0) || nameBytes.includes(SLASH) || isDots(nameBytes)) throw view.error('name', 0, decodeFileName(nameBytes), 'no NUL, slash, . or ..');
  return { offset, nameBytes };
}

function isDots(name: Uint8Array): boolean {
  return name[0] === 0x2e && (name.length === 1 || (name.length === 2 && name[1] === 0x2e));
}
