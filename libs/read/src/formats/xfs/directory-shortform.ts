import { ByteView, decodeFileName } from '../../bytes/index.ts';
import type { DirectoryEntry } from '../../filesystem/index.ts';
import { checkInodeNumber, readName } from './directory-entry.ts';
import { Incompat } from './features.ts';
import { localContent } from './file-map.ts';
import type { Inode } from './inode.ts';
import { has } from './super-block.ts';
import type { Volume } from './volume.ts';

/**
 * A small directory in its inode: struct xfs_dir2_sf_hdr (count, i8count, parent) and xfs_dir2_sf_entry (namelen u8, offset u16,
 * name, ftype u8, inumber). Inode numbers have 8 bytes where i8count is not 0, otherwise 4. `.` and `..` are not stored.
 */
export function* shortformEntries(volume: Volume, inode: Inode): Generator<DirectoryEntry> {
  const view = new ByteView(localContent(inode), `${inode.view.structure}, directory`, inode.data.view.offset, 'big');
  const wide = view.u8(1) !== 0;
  const typeLength = has(volume.superBlock, Incompat.ftype) ? 1 : 0;
  let at = 2 + (wide ? 8 : 4);
  for (let left = view.u8(0); left > 0; left--) {
    const length = view.u8(at);
    const bytes = readName(view, at + 3, length);
    const numberAt = at + 3 + length + typeLength;
    const number = wide ? view.safeU64(numberAt, 'inumber') : view.u32(numberAt);
    yield { name: decodeFileName(bytes), inode: checkInodeNumber(volume, view, numberAt, number) };
    at = numberAt + (wide ? 8 : 4);
  }
  if (at !== view.length) throw view.error('count', 0, `entries up to byte ${at}`, `${view.length} bytes, the directory's size`);
}
