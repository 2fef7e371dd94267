import { decodeFileName } from '../../bytes/index.ts';
import { readFileRange } from './file-map.ts';
import type { Inode } from './inode.ts';
import type { Volume } from './volume.ts';

/** PATH_MAX without its NUL. */
const MAX_TARGET_LENGTH = 4095;

export function readSymlink(volume: Volume, inode: Inode): string {
  const { view, type, size } = inode;
  if (type !== 'symlink') throw view.error('i_mode', 4, type, 'symlink');
  if (size === 0 || size > MAX_TARGET_LENGTH) throw view.error('i_size', 8, size, `1 to ${MAX_TARGET_LENGTH} for a symlink`);
  const target = readFileRange(volume, inode, 0, size);
  const nul = target.indexOf(0);
  if (nul >= 0) throw view.error('symlink target', 0, `a NUL byte after ${nul} bytes`, `none in ${size} bytes`);
  return decodeFileName(target);
}
