import { type ByteView, decodeFileName, LimitError, UnsupportedError } from '../../bytes/index.ts';
import type { ExtendedAttribute } from '../../filesystem/index.ts';
import { tableEntry } from './indexed-table.ts';
import type { Inode } from './inode.ts';
import { BLOCK_FACTOR, inodeName } from './inode-reader.ts';
import { METADATA_LENGTH } from './metadata-blocks.ts';
import { MetadataCursor } from './metadata-cursor.ts';
import type { Volume, XattrTables } from './volume.ts';

/** SQUASHFS_XATTR_USER and so on. */
const PREFIXES: Readonly<Record<number, string>> = { 0: 'user.', 1: 'trusted.', 2: 'security.' };
const PREFIX_MASK = 0xff;
const OUT_OF_LINE_BIT = 0x100;
/** struct squashfs_xattr_entry: type u16, size u16, name. Behind it struct squashfs_xattr_val: vsize u32, value. */
const ENTRY_LENGTH = 4;
const VALUE_HEADER_LENGTH = 4;
const REFERENCE_LENGTH = 8;
const MAX_NAME_LENGTH = 255; // XATTR_NAME_MAX
const MAX_VALUE_LENGTH = 65_536; // XATTR_SIZE_MAX
const MAX_COUNT = 4096;
const MAX_TOTAL_LENGTH = 4 * 1024 * 1024;

/** In on-disk order. https://docs.kernel.org/filesystems/squashfs.html, fs/squashfs/xattr.c */
export function readXattrs(volume: Volume, inode: Inode): ExtendedAttribute[] {
  if (inode.xattrs === undefined) return [];
  const structure = `squashfs xattrs of inode ${inodeName(inode.reference)}`;
  const { tables, entry } = xattrEntry(volume, inode, inode.xattrs);
  const cursor = cursorAt(volume, tables, entry, entry.u64(0), structure);
  const count = entry.u32(8);
  if (count > MAX_COUNT)
    throw new LimitError({ structure, field: 'count', offset: entry.offset, message: `${count} attributes, at most ${MAX_COUNT} are read` });
  const found = new Map<string, ExtendedAttribute>();
  let left = MAX_TOTAL_LENGTH;
  for (let index = 0; index < count; index++) {
    const attribute = readAttribute(volume, tables, cursor, structure);
    left -= attribute.value.length;
    if (left < 0) throw new LimitError({ structure, message: `more than ${MAX_TOTAL_LENGTH} bytes of values` });
    if (found.has(attribute.name)) throw entry.error('name', 0, attribute.name, 'each name once');
    found.set(attribute.name, attribute);
  }
  return [...found.values()];
}

/** struct squashfs_xattr_id: xattr u64, count u32, size u32. */
function xattrEntry(volume: Volume, { view }: Inode, number: number): { tables: XattrTables; entry: ByteView } {
  const tables = volume.tables.xattrs;
  const count = tables?.ids.count ?? 0;
  if (tables === undefined || number >= count) throw view.error('xattr', 0, number, `below ${count}, the number of xattr ids`);
  return { tables, entry: tableEntry(volume, tables.ids, number) };
}

function readAttribute(volume: Volume, tables: XattrTables, cursor: MetadataCursor, structure: string): ExtendedAttribute {
  const entry = cursor.view(ENTRY_LENGTH);
  const type = entry.u16(0);
  const nameLength = entry.u16(2);
  const prefix = PREFIXES[type & PREFIX_MASK];
  if (prefix === undefined || (type & ~(PREFIX_MASK | OUT_OF_LINE_BIT)) !== 0) throw unknownType(entry, type);
  if (nameLength === 0 || nameLength + prefix.length > MAX_NAME_LENGTH) throw entry.error('size', 0, nameLength, `1 to ${MAX_NAME_LENGTH - prefix.length}`);
  const nameBytes = cursor.view(nameLength).bytes;
  if (nameBytes.includes(0)) throw entry.error('name', 0, 'a NUL byte', 'none');
  const value = (type & OUT_OF_LINE_BIT) === 0 ? readValue(cursor) : readDistantValue(volume, tables, cursor, structure);
  return { name: prefix + decodeFileName(nameBytes), value };
}

function readValue(cursor: MetadataCursor): Uint8Array {
  const header = cursor.view(VALUE_HEADER_LENGTH);
  const length = header.u32(0);
  if (length > MAX_VALUE_LENGTH) throw header.error('vsize', 0, length, `at most ${MAX_VALUE_LENGTH}`);
  return length === 0 ? new Uint8Array(0) : cursor.view(length).bytes.slice();
}

/** In place of the value there is a reference to one that is stored elsewhere in the table. */
function readDistantValue(volume: Volume, tables: XattrTables, cursor: MetadataCursor, structure: string): Uint8Array {
  const header = cursor.view(VALUE_HEADER_LENGTH);
  if (header.u32(0) !== REFERENCE_LENGTH) throw header.error('vsize', 0, header.u32(0), `${REFERENCE_LENGTH} for a value that is stored elsewhere`);
  const reference = cursor.view(REFERENCE_LENGTH);
  return readValue(cursorAt(volume, tables, reference, reference.u64(0), structure));
}

/** A metadata block from the table's start, times 65 536, and the offset in that block. */
function cursorAt(volume: Volume, { entries }: XattrTables, view: ByteView, reference: bigint, structure: string): MetadataCursor {
  const block = Number(reference >> 16n);
  const offset = Number(reference & BigInt(BLOCK_FACTOR - 1));
  if (block >= entries.end - entries.start || offset >= METADATA_LENGTH)
    throw view.error('xattr', 0, `${block}:${offset}`, `a place inside the ${entries.end - entries.start} bytes of the xattr table`);
  return new MetadataCursor(volume, entries, block, offset, structure);
}

function unknownType(entry: ByteView, type: number): UnsupportedError {
  return new UnsupportedError({
    structure: entry.structure,
    field: 'type',
    offset: entry.offset,
    found: `0x${type.toString(16)}`,
    expected: 'user, trusted or security',
  });
}
