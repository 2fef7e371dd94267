import { decodeFileName } from '../../bytes/index.ts';
import { type Inode, MAX_TARGET_LENGTH } from './inode.ts';
import { inodeCursor } from './inode-reader.ts';
import type { Volume } from './volume.ts';

export function readSymlink(volume: Volume, { reference, view, type, size }: Inode): string {
  if (type !== 'symlink') throw view.error('inode_type', 0, type, 'symlink');
  if (size === 0 || size > MAX_TARGET_LENGTH) throw view.error('symlink_size', 0, size, `1 to ${MAX_TARGET_LENGTH}`);
  const cursor = inodeCursor(volume, reference);
  cursor.skip(view.length);
  const target = cursor.view(size).bytes;
  const nul = target.indexOf(0);
  if (nul >= 0) throw view.error('symlink', 0, `a NUL byte after ${nul} bytes`, `none in ${size} bytes`);
  return decodeFileName(target);
}
