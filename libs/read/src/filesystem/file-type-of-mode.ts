import type { FileType } from './file-system.ts';

/** S_IFMT of an inode's mode, shifted down by 12 (Linux include/uapi/linux/stat.h). */
const FILE_TYPES: Readonly<Record<number, FileType>> = {
  1: 'fifo',
  2: 'char-device',
  4: 'directory',
  6: 'block-device',
  8: 'file',
  10: 'symlink',
  12: 'socket',
};

/** Undefined for a mode that is no type's. */
export function fileTypeOfMode(mode: number): FileType | undefined {
  return FILE_TYPES[mode >>> 12];
}
