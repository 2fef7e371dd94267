import type { ByteView } from '../../bytes/index.ts';
import { hex } from './checksums.ts';
import { INODE_BASE_SIZE, type Inode } from './inode.ts';

const MAGIC = 0xea020000;
const ENTRY_LENGTH = 16;

/** struct ext4_xattr_entry: https://docs.kernel.org/filesystems/ext4/attributes.html */
export interface XattrEntry {
  readonly at: number; // in the area's view
  readonly nameIndex: number; // e_name_index
  readonly name: Uint8Array; // e_name, without the prefix
  readonly valueOffset: number; // e_value_offs, in the area's view
  readonly valueInode: number; // e_value_inum: 0 when the value is in the area
  readonly valueSize: number; // e_value_size, bytes
  readonly hash: number; // e_hash: 0 when unknown
}

export interface XattrArea {
  /** Value offsets count from its start. */
  readonly view: ByteView;
  readonly entries: readonly XattrEntry[];
}

/** What follows the used part of a large inode; undefined when there are no attributes. */
export function inodeXattrArea({ number, view, extraSize }: Inode): XattrArea | undefined {
  const at = INODE_BASE_SIZE + extraSize;
  if (extraSize === 0 || at + 8 > view.length || view.u32(at) !== MAGIC) return undefined;
  const body = view.view(at + 4, view.length - at - 4, `ext4 xattrs in inode ${number}`);
  return { view: body, entries: readEntries(body, 0) };
}

/** A whole block of attributes, its magic checked: struct ext4_xattr_header and entries. */
export function blockXattrArea(view: ByteView): XattrArea {
  const magic = view.u32(0);
  if (magic !== MAGIC) throw view.error('h_magic', 0, hex(magic), hex(MAGIC));
  const blocks = view.u32(8);
  if (blocks !== 1) throw view.error('h_blocks', 8, blocks, 1);
  return { view, entries: readEntries(view, 32) };
}

export function valueInArea({ view }: XattrArea, { valueOffset, valueSize }: XattrEntry): Uint8Array {
  return valueSize === 0 ? new Uint8Array(0) : view.slice(valueOffset, valueSize);
}

/** Entries up to four zero bytes; values lie behind them. */
function readEntries(view: ByteView, first: number): XattrEntry[] {
  const entries: XattrEntry[] = [];
  let at = first;
  while (view.u32(at) !== 0) {
    const entry = readEntry(view, at);
    entries.push(entry);
    at += ENTRY_LENGTH + alignToFour(entry.name.length);
  }
  for (const entry of entries) checkValuePlace(view, entry, at + 4);
  return entries;
}

function readEntry(view: ByteView, at: number): XattrEntry {
  const name = view.slice(at + ENTRY_LENGTH, view.u8(at));
  if (name.includes(0)) throw view.error('e_name', at + ENTRY_LENGTH, 'a NUL byte', 'none');
  return {
    at,
    nameIndex: view.u8(at + 1),
    name,
    valueOffset: view.u16(at + 2),
    valueInode: view.u32(at + 4),
    valueSize: view.u32(at + 8),
    hash: view.u32(at + 12),
  };
}

function checkValuePlace(view: ByteView, { at, valueInode, valueOffset, valueSize }: XattrEntry, lowest: number): void {
  if (valueInode !== 0 || valueSize === 0) return;
  if (valueOffset < lowest || valueOffset + valueSize > view.length) {
    throw view.error('e_value_offs', at + 2, `${valueSize} bytes at ${valueOffset}`, `inside ${lowest} to ${view.length - 1}`);
  }
}

export function alignToFour(length: number): number {
  return (length + 3) & ~3;
}
