import type { ByteView } from '../../bytes/index.ts';
import { FormatError } from '../../bytes/index.ts';
import type { DirectoryEntry } from '../../filesystem/index.ts';
import { type NamedEntry, readDirectoryBlock } from './directory-block.ts';
import { readFileView } from './file-map.ts';
import type { Inode } from './inode.ts';
import type { Volume } from './volume.ts';

/**
 * Entries in on-disk order, which is that of their bytes, without `.` and `..`. The kernel finds names by binary search,
 * so that one out of order would be listed but not found: it is an error. https://docs.kernel.org/filesystems/erofs.html
 */
export function* listDirectory(volume: Volume, inode: Inode): Generator<DirectoryEntry> {
  if (inode.type !== 'directory') throw inode.view.error('i_mode', 4, inode.type, 'directory');
  const dots = new Set<string>();
  let previous: Uint8Array = new Uint8Array(0);
  for (let offset = 0; offset < inode.size; offset += volume.blockSize) {
    const structure = `erofs directory block ${offset / volume.blockSize} of inode ${inode.nid}`;
    const block = readFileView(volume, inode, offset, Math.min(volume.blockSize, inode.size - offset), structure);
    for (const entry of readDirectoryBlock(volume, block)) {
      if (compareBytes(previous, entry.nameBytes) >= 0) throw block.error('name', entry.at, entry.name, 'a name that sorts behind the one before');
      previous = entry.nameBytes;
      if (entry.name !== '.' && entry.name !== '..') yield { name: entry.name, inode: entry.nid };
      else dots.add(checkDots(volume, inode, block, entry));
    }
  }
  if (dots.size !== 2) throw new FormatError({ structure: `erofs directory of inode ${inode.nid}`, offset: inode.view.offset, message: 'it lacks . or ..' });
}

/** `..` can only be checked in the root, since a directory does not know its parent otherwise. */
function checkDots({ superBlock }: Volume, { nid: self }: Inode, block: ByteView, { at, name, nid }: NamedEntry): string {
  const expected = name === '.' || self === superBlock.rootNid ? self : nid;
  if (nid !== expected) throw block.error('nid', at, nid, `${expected}, the directory itself, for ${name}`);
  return name;
}

/** Below 0 when `a` sorts before `b`. */
function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const common = Math.min(a.length, b.length);
  for (let index = 0; index < common; index++) if (a[index] !== b[index]) return a[index]! - b[index]!;
  return a.length - b.length;
}
