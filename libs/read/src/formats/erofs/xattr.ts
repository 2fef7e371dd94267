import { type ByteView, LimitError } from '../../bytes/index.ts';
import type { ExtendedAttribute } from '../../filesystem/index.ts';
import { Compat, unsupported } from './features.ts';
import type { Inode } from './inode.ts';
import { readMetadata, type Volume } from './volume.ts';
import { readXattrEntry, XATTR_ENTRY_LENGTH, type XattrEntry } from './xattr-entry.ts';
import { filterBit } from './xattr-filter.ts';
import { isHiddenXattr, type XattrName, xattrName } from './xattr-names.ts';

const HEADER_LENGTH = 12;
const FILTER_AT = 0; // h_name_filter
const SHARED_COUNT_AT = 4; // h_shared_count
const SHARED_ID_LENGTH = 4;
/** 255 shared values of 64 KiB, and 256 KiB in the inode. */
const MAX_TOTAL_LENGTH = 16 * 1024 * 1024;

/** Attributes behind the inode, then shared ones: https://docs.kernel.org/filesystems/erofs.html, fs/erofs/xattr.c. */
export function readXattrs(volume: Volume, inode: Inode): ExtendedAttribute[] {
  if (inode.xattrLength === 0) return [];
  if (inode.xattrLength === HEADER_LENGTH) throw unsupported(inode.view, 'i_xattr_icount', 2, 'an attribute header without attributes');
  const body = readMetadata(volume, inode.offset + inode.view.length, inode.xattrLength, `erofs xattrs of inode ${inode.nid}`);
  const found = new Map<string, ExtendedAttribute>();
  let left = MAX_TOTAL_LENGTH;
  for (const entry of entries(volume, body)) {
    if (isHiddenXattr(entry)) continue;
    left -= entry.value.length;
    if (left < 0) throw new LimitError({ structure: body.structure, message: `more than ${MAX_TOTAL_LENGTH} bytes of values` });
    const name = xattrName(entry, volume.longPrefixes());
    if (found.has(name.text)) throw entry.view.error('e_name', XATTR_ENTRY_LENGTH, name.text, 'each name once');
    checkFilter(volume, body, name);
    found.set(name.text, { name: name.text, value: entry.value.slice() });
  }
  return [...found.values()];
}

/** Places of the shared attributes that an inode refers to, from the filesystem's start. */
export function sharedXattrRanges(volume: Volume, inode: Inode): { offset: number; length: number }[] {
  if (inode.xattrLength <= HEADER_LENGTH) return [];
  const body = readMetadata(volume, inode.offset + inode.view.length, inode.xattrLength, `erofs xattrs of inode ${inode.nid}`);
  return sharedIds(body).map((id) => {
    const { view } = readShared(volume, id);
    return { offset: view.offset - volume.source.origin, length: view.length };
  });
}

function* entries(volume: Volume, body: ByteView): Generator<XattrEntry> {
  const ids = sharedIds(body);
  for (let at = HEADER_LENGTH + ids.length * SHARED_ID_LENGTH; at < body.length; ) {
    const entry = readXattrEntry(body, at);
    yield entry;
    at += entry.length;
  }
  for (const id of ids) yield readShared(volume, id);
}

function sharedIds(body: ByteView): number[] {
  const count = body.u8(SHARED_COUNT_AT);
  const most = Math.floor((body.length - HEADER_LENGTH) / SHARED_ID_LENGTH);
  if (count > most) throw body.error('h_shared_count', SHARED_COUNT_AT, count, `at most ${most}`);
  return Array.from({ length: count }, (_, index) => body.u32(HEADER_LENGTH + index * SHARED_ID_LENGTH));
}

/** An id counts 4-byte units from the shared area's start. */
function readShared(volume: Volume, id: number): XattrEntry {
  const structure = `erofs shared xattr ${id}`;
  const offset = volume.superBlock.xattrBlock * volume.blockSize + id * SHARED_ID_LENGTH;
  const head = readMetadata(volume, offset, XATTR_ENTRY_LENGTH, structure);
  const length = XATTR_ENTRY_LENGTH + head.u8(0) + head.u16(2);
  return readXattrEntry(readMetadata(volume, offset, length, structure), 0);
}

/** With the feature xattr_filter the kernel does not look for a name whose bit is set: an attribute that is there must have a clear one. */
function checkFilter({ superBlock }: Volume, body: ByteView, name: XattrName): void {
  if ((superBlock.featureBits.compat & Compat.xattrFilter) === 0 || superBlock.view.u8(104) !== 0) return;
  const filter = body.u32(FILTER_AT);
  if ((filter >>> filterBit(name)) & 1)
    throw body.error('h_name_filter', FILTER_AT, `0x${filter.toString(16)}`, `bit ${filterBit(name)} clear, as there is ${name.text}`);
}
