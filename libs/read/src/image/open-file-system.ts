import type { BlockSource } from '../block-source/index.ts';
import { FormatError, UnsupportedError } from '../bytes/index.ts';
import type { FileSystem } from '../filesystem/index.ts';
import { isErofs, openErofs } from '../formats/erofs/index.ts';
import { isExt4, openExt4 } from '../formats/ext4/index.ts';
import { isSquashfs, openSquashfs } from '../formats/squashfs/index.ts';
import { isVfat, openVfat } from '../formats/vfat/index.ts';
import { isXfs, openXfs } from '../formats/xfs/index.ts';
import { type Partition, startsEmpty } from './image.ts';
import { findMagic, type Magic } from './magic.ts';

const READERS = [
  { is: isExt4, open: openExt4 },
  { is: isErofs, open: openErofs },
  { is: isSquashfs, open: openSquashfs },
  { is: isVfat, open: openVfat },
  { is: isXfs, open: openXfs },
] as const;

/** Filesystems that are recognised, so that the error can name them, but not read. */
const NOT_READ: readonly Magic[] = [
  { name: 'btrfs', offset: 0x10040, bytes: [0x5f, 0x42, 0x48, 0x52, 0x66, 0x53, 0x5f, 0x4d] },
  { name: 'f2fs', offset: 1024, bytes: [0x10, 0x20, 0xf5, 0xf2] },
];

/** One of the filesystems that are read, or recognised, starts here. */
export function isKnownFileSystem(source: BlockSource): boolean {
  return READERS.some(({ is }) => is(source)) || findMagic(source, NOT_READ) !== undefined;
}

/** The filesystem on a partition, by the reader that the partition names, else by ours. */
export function openPartition({ source, openFileSystem: open }: Pick<Partition, 'source' | 'openFileSystem'>): FileSystem | undefined {
  return open === undefined ? openFileSystem(source) : open();
}

/** The filesystem on a partition, by its magic. Starts with zeros → undefined: there is none. */
export function openFileSystem(source: BlockSource): FileSystem | undefined {
  for (const { is, open } of READERS) if (is(source)) return open(source);
  const other = findMagic(source, NOT_READ);
  if (other !== undefined)
    throw new UnsupportedError({ structure: 'filesystem', offset: source.origin, found: other, expected: 'ext4, erofs, squashfs, vfat or xfs' });
  if (startsEmpty(source)) return undefined;
  throw new FormatError({ structure: 'filesystem', offset: source.origin, message: 'no known filesystem starts here' });
}
