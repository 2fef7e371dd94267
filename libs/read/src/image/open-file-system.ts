import type { BlockSource } from '../block-source/index.ts';
import { FormatError, UnsupportedError } from '../bytes/index.ts';
import type { FileSystem } from '../filesystem/index.ts';
import { isExt4, openExt4 } from '../formats/ext4/index.ts';
import { startsEmpty } from './image.ts';
import { findMagic, type Magic } from './magic.ts';

/** Filesystems that are recognised, so that the error can name them, but not read. */
const NOT_READ: readonly Magic[] = [
  { name: 'erofs', offset: 1024, bytes: [0xe2, 0xe1, 0xf5, 0xe0] },
  { name: 'xfs', offset: 0, bytes: [0x58, 0x46, 0x53, 0x42] },
  { name: 'squashfs', offset: 0, bytes: [0x68, 0x73, 0x71, 0x73] },
  { name: 'FAT', offset: 510, bytes: [0x55, 0xaa] },
];

/** The filesystem on a partition, by its magic. Starts with zeros → undefined: there is none. */
export function openFileSystem(source: BlockSource): FileSystem | undefined {
  if (isExt4(source)) return openExt4(source);
  const other = findMagic(source, NOT_READ);
  if (other !== undefined) throw new UnsupportedError({ structure: 'filesystem', offset: source.origin, found: other, expected: 'ext4' });
  if (startsEmpty(source)) return undefined;
  throw new FormatError({ structure: 'filesystem', offset: source.origin, message: 'no known filesystem starts here' });
}
