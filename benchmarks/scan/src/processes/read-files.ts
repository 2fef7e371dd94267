import type { BlockSource } from '@staticfire/read/block-source';
import { openFileSource } from '@staticfire/read/block-source/node';
import type { FileSystem } from '@staticfire/read/filesystem';
import { isErofs, openErofs } from '@staticfire/read/formats/erofs';
import { openExt4 } from '@staticfire/read/formats/ext4';
import { isSquashfs, openSquashfs } from '@staticfire/read/formats/squashfs';
import { isVfat, openVfat } from '@staticfire/read/formats/vfat';
import { isXfs, openXfs } from '@staticfire/read/formats/xfs';

/** Files of one filesystem image that one thread reads. */
export interface Share {
  readonly path: string;
  readonly files: readonly { readonly inode: number; readonly size: number }[];
}

const CHUNK = 128 * 1024;

/** Reads them whole, chunk by chunk; the bytes read. */
export function readFiles({ path, files }: Share): number {
  const source = openFileSource(path);
  const fs = openTree(source);
  const chunk = new Uint8Array(CHUNK);
  let bytes = 0;
  for (const { inode, size } of files) for (let at = 0; at < size; at += CHUNK) bytes += fs.readInto(inode, at, chunk);
  source.close();
  return bytes;
}

/** EROFS, squashfs, XFS, FAT or ext4. */
export function openTree(source: BlockSource): FileSystem {
  if (isErofs(source)) return openErofs(source);
  if (isSquashfs(source)) return openSquashfs(source);
  if (isXfs(source)) return openXfs(source);
  return isVfat(source) ? openVfat(source) : openExt4(source);
}
