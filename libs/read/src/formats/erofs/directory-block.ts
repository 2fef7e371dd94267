import { type ByteView, decodeFileName } from '../../bytes/index.ts';
import { inodeOffset } from './inode-reader.ts';
import type { Volume } from './volume.ts';

const ENTRY_LENGTH = 12;
const NAME_OFFSET_AT = 8;
const TYPE_AT = 10;
const TYPES = 8; // EROFS_FT_MAX
const MAX_NAME_LENGTH = 255;
const SLASH = 0x2f;

export interface NamedEntry {
  readonly at: number; // of the entry, in the block
  readonly nameBytes: Uint8Array;
  readonly name: string;
  readonly nid: number;
}

/** struct erofs_dirent (nid u64, nameoff u16, file_type u8, reserved u8) one after another, then their names, in the same order. `.` and `..` included. */
export function readDirectoryBlock(volume: Volume, block: ByteView): NamedEntry[] {
  const first = block.u16(NAME_OFFSET_AT);
  if (first < ENTRY_LENGTH || first % ENTRY_LENGTH !== 0 || first >= block.length)
    throw block.error('nameoff', NAME_OFFSET_AT, first, `a multiple of ${ENTRY_LENGTH}, above 0, below ${block.length}`);
  const entries: NamedEntry[] = [];
  for (let at = 0, nameAt = first; at < first; at += ENTRY_LENGTH) {
    const nameOffset = block.u16(at + NAME_OFFSET_AT);
    if (nameOffset !== nameAt) throw block.error('nameoff', at + NAME_OFFSET_AT, nameOffset, `${nameAt}, where the name before ends`);
    const nameBytes = readName(block, at, nameOffset, at + ENTRY_LENGTH < first);
    entries.push({ at, nameBytes, name: decodeFileName(nameBytes), nid: readNid(volume, block, at) });
    nameAt += nameBytes.length;
  }
  return entries;
}

/** A name ends where the next one begins; the last one at a NUL or with the block. */
function readName(block: ByteView, at: number, offset: number, hasNext: boolean): Uint8Array {
  if (offset >= block.length) throw block.error('nameoff', at + NAME_OFFSET_AT, offset, `below ${block.length}`);
  const end = hasNext ? block.u16(at + ENTRY_LENGTH + NAME_OFFSET_AT) : lastNameEnd(block, offset);
  const length = end - offset;
  if (length < 1 || length > MAX_NAME_LENGTH || end > block.length)
    throw block.error(
      'nameoff',
      at + (hasNext ? ENTRY_LENGTH : 0) + NAME_OFFSET_AT,
      end,
      `a name of 1 to ${MAX_NAME_LENGTH} bytes from ${offset}, inside the block`,
    );
  const name = block.slice(offset, length);
  if (name.includes(0) || name.includes(SLASH)) throw block.error('name', offset, decodeFileName(name), 'no NUL or slash');
  const type = block.u8(at + TYPE_AT);
  if (type >= TYPES) throw block.error('file_type', at + TYPE_AT, type, `below ${TYPES}`);
  return name;
}

function lastNameEnd(block: ByteView, offset: number): number {
  const end = block.bytes.indexOf(0, offset);
  return end < 0 ? block.length : end;
}

function readNid(volume: Volume, block: ByteView, at: number): number {
  const nid = block.safeU64(at, 'nid');
  if (inodeOffset(volume, nid) === undefined) throw block.error('nid', at, nid, 'a number inside the filesystem, behind its superblock');
  return nid;
}
