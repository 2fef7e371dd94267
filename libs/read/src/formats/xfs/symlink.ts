import { decodeFileName, FormatError } from '../../bytes/index.ts';
import type { FileRun } from '../../filesystem/index.ts';
import { checkHeader, SYMLINK } from './block-header.ts';
import { extents } from './extent-tree.ts';
import type { Inode } from './inode.ts';
import { blockOffset, type Volume, viewAt } from './volume.ts';

const MAGIC = 0x58534c4d; // XSLM
const HEADER_LENGTH = 56;
/** XFS_SYMLINK_MAXLEN */
const MAX_TARGET_LENGTH = 1024;

/** Checks the size; `read` gives the content. */
export function readSymlink(inode: Inode, read: (length: number) => Uint8Array): string {
  const { view, type, size } = inode;
  if (type !== 'symlink') throw view.error('di_mode', 2, type, 'symlink');
  checkTargetLength(inode);
  const target = read(size);
  const nul = target.indexOf(0);
  if (nul >= 0) throw view.error('symlink target', 56, `a NUL byte after ${nul} bytes`, `none in ${size} bytes`);
  return decodeFileName(target);
}

/** A target that does not fit the inode, block by block behind struct xfs_dsymlink_hdr (xfs_format.h), each extent with one header. */
export function* remoteTarget(volume: Volume, inode: Inode): Generator<FileRun> {
  checkTargetLength(inode);
  const { size, number, data: fork } = inode;
  let next = 0;
  for (const { block, count } of extents({ volume, inode, fork, from: 0 })) {
    if (next === size) break;
    const offset = blockOffset(volume, block);
    const wanted = Math.min(size - next, count * volume.geometry.blockSize - HEADER_LENGTH);
    const view = viewAt(volume, offset, bufferLength(volume, wanted), `xfs symlink block of inode ${number}`);
    checkHeader(volume, view, SYMLINK, [MAGIC], number);
    if (view.u32(4) !== next) throw view.error('sl_offset', 4, view.u32(4), next);
    if (view.u32(8) !== wanted) throw view.error('sl_bytes', 8, view.u32(8), wanted);
    yield { fileOffset: next, length: wanted, sourceOffset: offset + HEADER_LENGTH };
    next += wanted;
  }
  if (next < size)
    throw new FormatError({ structure: inode.view.structure, offset: inode.view.offset, message: `${next} of ${size} bytes of target are there` });
}

/** The header and what is behind it, in whole blocks: two with blocks of 1 KiB and the longest targets. */
function bufferLength({ geometry: { blockSize } }: Volume, wanted: number): number {
  return Math.ceil((HEADER_LENGTH + wanted) / blockSize) * blockSize;
}

function checkTargetLength({ view, size }: Inode): void {
  if (size === 0 || size > MAX_TARGET_LENGTH) throw view.error('di_size', 56, size, `1 to ${MAX_TARGET_LENGTH} for a symlink`);
}
