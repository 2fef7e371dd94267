import { type ByteView, decodeFileName } from '../../bytes/index.ts';
import { checkInodeNumber, readName, type StoredEntry } from './directory-entry.ts';
import { Incompat } from './features.ts';
import { has } from './super-block.ts';
import type { Volume } from './volume.ts';

export const DATA_HEADER_LENGTH = 64; // struct xfs_dir3_data_hdr
export const ENTRY_ALIGNMENT = 8;
const FREE_TAG = 0xffff;
const NAME_AT = 9;
const TAG_LENGTH = 2;

/**
 * The entries between the header and `end`, and stretches of unused bytes: struct xfs_dir2_data_entry (inumber u64, namelen u8,
 * name, ftype u8, tag u16 at the end of 8 bytes) and xfs_dir2_data_unused (freetag u16, length u16, tag u16 at the end).
 */
export function* readDataEntries(volume: Volume, view: ByteView, end: number): Generator<StoredEntry> {
  const typeLength = has(volume.superBlock, Incompat.ftype) ? 1 : 0;
  for (let at = DATA_HEADER_LENGTH; at < end; ) {
    const unused = view.u16(at) === FREE_TAG;
    const length = unused ? view.u16(at + 2) : entryLength(view.u8(at + 8), typeLength);
    checkPlace(view, at, length, end, unused);
    if (!unused) yield readEntry(volume, view, at);
    at += length;
  }
}

export function entryLength(nameLength: number, typeLength: number): number {
  return Math.ceil((NAME_AT + nameLength + typeLength + TAG_LENGTH) / ENTRY_ALIGNMENT) * ENTRY_ALIGNMENT;
}

function checkPlace(view: ByteView, at: number, length: number, end: number, unused: boolean): void {
  const field = unused ? 'length' : 'namelen';
  if (length < ENTRY_ALIGNMENT || length % ENTRY_ALIGNMENT !== 0 || at + length > end)
    throw view.error(field, unused ? at + 2 : at + 8, length, `a multiple of ${ENTRY_ALIGNMENT} bytes, up to ${end - at}`);
  const tagAt = at + length - TAG_LENGTH;
  if (view.u16(tagAt) !== at) throw view.error('tag', tagAt, view.u16(tagAt), at);
}

function readEntry(volume: Volume, view: ByteView, at: number): StoredEntry {
  const bytes = readName(view, at + NAME_AT, view.u8(at + 8));
  return { at, bytes, name: decodeFileName(bytes), inode: checkInodeNumber(volume, view, at, view.safeU64(at, 'inumber')) };
}
