import { FormatError } from '../../bytes/index.ts';
import { tableEntry } from './indexed-table.ts';
import { BASE_LENGTH, decodeInode, EXTENDED_SYMLINK, type Inode, inodeLength, MAX_TARGET_LENGTH } from './inode.ts';
import { METADATA_LENGTH } from './metadata-blocks.ts';
import { MetadataCursor } from './metadata-cursor.ts';
import type { Volume } from './volume.ts';

const MAX_KEPT = 64;
export const BLOCK_FACTOR = 65_536;

export type InodeReader = (reference: number) => Inode;

/** Reads inodes by reference and keeps the last few: callers ask stat, xattrs and content of one in turn. */
export function openInodeReader(volume: Volume): InodeReader {
  const kept = new Map<number, Inode>();
  return (reference) => {
    const known = kept.get(reference);
    if (known !== undefined) return known;
    const inode = readInode(volume, reference);
    if (kept.size >= MAX_KEPT) kept.delete(kept.keys().next().value!);
    kept.set(reference, inode);
    return inode;
  };
}

/** At the inode's first byte. */
export function inodeCursor(volume: Volume, reference: number): MetadataCursor {
  const { inodes } = volume.tables;
  const block = Math.floor(reference / BLOCK_FACTOR);
  const offset = reference - block * BLOCK_FACTOR;
  const structure = `squashfs inode ${inodeName(reference)}`;
  if (!Number.isSafeInteger(reference) || reference < 0 || block >= inodes.end - inodes.start || offset >= METADATA_LENGTH)
    throw new FormatError({ structure, field: 'inode reference', found: inodeName(reference), expected: 'a place inside the inode table' });
  return new MetadataCursor(volume, inodes, block, offset, structure);
}

/** Block and offset, as the reference holds them. */
export function inodeName(reference: number): string {
  const block = Math.floor(reference / BLOCK_FACTOR);
  return `${block}:${reference - block * BLOCK_FACTOR}`;
}

function readInode(volume: Volume, reference: number): Inode {
  const base = inodeCursor(volume, reference).view(BASE_LENGTH);
  const cursor = inodeCursor(volume, reference);
  const view = cursor.view(inodeLength(base));
  const id = (index: number): number => {
    const { ids } = volume.tables;
    if (index >= ids.count) throw view.error('uid or guid', 0, index, `below ${ids.count}, the number of ids`);
    return tableEntry(volume, ids, index).u32(0);
  };
  return decodeInode(view, reference, id, base.u16(0) === EXTENDED_SYMLINK ? readLateXattrs(cursor, view.u32(20)) : undefined);
}

/** Of a symlink that is too long, an error is what reading its target gives. */
function readLateXattrs(cursor: MetadataCursor, targetLength: number): number | undefined {
  if (targetLength > MAX_TARGET_LENGTH) return undefined;
  cursor.skip(targetLength);
  return cursor.view(4).u32(0);
}
