import { decodeFileName } from '../../bytes/index.ts';
import { readFileRange } from './file-map.ts';
import type { Inode } from './inode.ts';
import type { Volume } from './volume.ts';

const PATH_MAX = 4096;

/** Fast (in i_block), inline or slow (in a block). */
export function readSymlink(volume: Volume, inode: Inode): string {
  const { view, type, size } = inode;
  if (type !== 'symlink') throw view.error('i_mode', 0, type, 'symlink');
  if (size === 0 || size > PATH_MAX) throw view.error('i_size', 4, size, `1 to ${PATH_MAX} for a symlink`);
  const target = readFileRange(volume, inode, 0, size);
  const nul = target.indexOf(0);
  if (nul >= 0) throw view.error('symlink target', 0x28, `a NUL byte after ${nul} bytes`, `none in ${size} bytes`);
  return decodeFileName(target);
}
