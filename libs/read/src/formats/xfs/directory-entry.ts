import { type ByteView, decodeFileName } from '../../bytes/index.ts';
import { inodeNumberProblem } from './inode-table.ts';
import type { Volume } from './volume.ts';

const SLASH = 0x2f;

/** One name of a directory as it is stored, `.` and `..` included. */
export interface StoredEntry {
  /** Where the entry starts in its view. */
  readonly at: number;
  readonly bytes: Uint8Array;
  readonly name: string;
  readonly inode: number;
}

export function readName(view: ByteView, at: number, length: number): Uint8Array {
  if (length === 0) throw view.error('namelen', at, 0, 'at least 1');
  const bytes = view.slice(at, length);
  for (let index = 0; index < length; index++) {
    if (bytes[index] === 0 || bytes[index] === SLASH) throw view.error('name', at, decodeFileName(bytes), 'no NUL or slash');
  }
  return bytes;
}

/** As xfs_verify_dir_ino: what the filesystem keeps for itself has no name. */
export function checkInodeNumber(volume: Volume, view: ByteView, at: number, inode: number): number {
  const problem = volume.superBlock.internalInodes.includes(inode) ? 'no inode of the filesystem’s own' : inodeNumberProblem(volume, inode);
  if (problem !== undefined) throw view.error('inumber', at, inode, problem);
  return inode;
}
