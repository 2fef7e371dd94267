import { FormatError, LimitError } from '../../bytes/index.ts';
import type { FileRun } from '../../filesystem/index.ts';
import { extents } from './extent-tree.ts';
import { indirectBlocks, maxIndirectBlocks } from './indirect-map.ts';
import { contentInInode } from './inline-data.ts';
import type { Inode } from './inode.ts';
import { InodeFlag } from './inode-flags.ts';
import type { MappedBlocks } from './mapped-blocks.ts';
import type { Volume } from './volume.ts';

const MAX_EXTENT_BLOCKS = 2 ** 32;
const MAX_READ_LENGTH = 2 ** 30;

/** The data of a file in file order, adjacent runs merged, from the run that holds byte `from`. */
export function* fileRuns(volume: Volume, inode: Inode, from = 0): Generator<FileRun> {
  if (!hasBlocks(volume, inode)) return;
  let pending: FileRun | undefined;
  for (const run of unmergedRuns(volume, inode, from)) {
    if (pending !== undefined && continues(pending, run)) pending = { ...pending, length: pending.length + run.length };
    else {
      if (pending !== undefined) yield pending;
      pending = run;
    }
  }
  if (pending !== undefined) yield pending;
}

/** Block numbers of extent blocks or indirect blocks. */
export function mapBlocks(volume: Volume, inode: Inode): number[] {
  const nodes: number[] = [];
  if (!hasBlocks(volume, inode)) return nodes;
  for (const _ of mappedBlocks(volume, inode, 0, (blockNumber) => nodes.push(blockNumber)));
  return nodes;
}

export function readFileRange(volume: Volume, inode: Inode, offset: number, length: number): Uint8Array {
  const wanted = hasContent(inode) ? Math.max(0, Math.min(length, inode.size - offset)) : 0;
  if (wanted > MAX_READ_LENGTH)
    throw new LimitError({ structure: `ext4 inode ${inode.number}`, message: `${wanted} bytes wanted at once, at most ${MAX_READ_LENGTH} are read` });
  const target = new Uint8Array(wanted);
  fill(volume, inode, offset, target);
  return target;
}

/** Fills the front of `target` as far as the file goes; returns that length. */
export function readFileInto(volume: Volume, inode: Inode, offset: number, target: Uint8Array): number {
  const wanted = hasContent(inode) ? Math.max(0, Math.min(target.length, inode.size - offset)) : 0;
  const front = target.subarray(0, wanted).fill(0);
  fill(volume, inode, offset, front);
  return wanted;
}

/** `target` holds zeros and lies inside the file. */
function fill(volume: Volume, inode: Inode, offset: number, target: Uint8Array): void {
  if (target.length === 0) return;
  const inside = contentInInode(volume, inode);
  if (inside === undefined) fillFromRuns(volume, inode, target, offset);
  else target.set(inside.subarray(offset, offset + target.length));
}

function fillFromRuns(volume: Volume, inode: Inode, target: Uint8Array, offset: number): void {
  const end = offset + target.length;
  for (const run of fileRuns(volume, inode, offset)) {
    if (run.fileOffset >= end) return;
    const start = Math.max(run.fileOffset, offset);
    const stop = Math.min(run.fileOffset + run.length, end);
    if (run.sourceOffset === undefined || stop <= start) continue;
    volume.source.readInto(target.subarray(start - offset, stop - offset), run.sourceOffset + start - run.fileOffset);
  }
}

function* unmergedRuns(volume: Volume, inode: Inode, from: number): Generator<FileRun> {
  const { blockSize } = volume.geometry;
  let next = Math.floor(from / blockSize) * blockSize;
  for (const { block, count, physical } of mappedBlocks(volume, inode, Math.floor(from / blockSize), () => {})) {
    const fileOffset = block * blockSize;
    if (fileOffset >= inode.size) break;
    if (fileOffset > next) yield { fileOffset: next, length: fileOffset - next };
    next = Math.min(fileOffset + count * blockSize, inode.size);
    const place = { fileOffset, length: next - fileOffset };
    yield physical === undefined ? place : { ...place, sourceOffset: physical * blockSize };
  }
  if (next < inode.size) yield { fileOffset: next, length: inode.size - next };
}

function mappedBlocks(volume: Volume, inode: Inode, from: number, onNode: (blockNumber: number) => void): Generator<MappedBlocks> {
  const walk = { volume, inode, from, onNode };
  const inExtents = (inode.flags & InodeFlag.extents) !== 0;
  checkSize(volume, inode, inExtents);
  return inExtents ? extents(walk) : indirectBlocks(walk);
}

function checkSize({ geometry }: Volume, { size, view }: Inode, inExtents: boolean): void {
  const blocks = inExtents ? MAX_EXTENT_BLOCKS : maxIndirectBlocks(geometry.blockSize);
  const most = blocks * geometry.blockSize;
  if (size > most)
    throw new FormatError({
      structure: view.structure,
      field: 'i_size',
      offset: view.offset + 4,
      found: size,
      expected: `at most ${most}, all that its block map can address`,
    });
}

function hasBlocks(volume: Volume, inode: Inode): boolean {
  return hasContent(inode) && contentInInode(volume, inode) === undefined;
}

function hasContent({ type }: Inode): boolean {
  return type === 'file' || type === 'directory' || type === 'symlink';
}

function continues(before: FileRun, next: FileRun): boolean {
  if (before.sourceOffset === undefined || next.sourceOffset === undefined) return before.sourceOffset === next.sourceOffset;
  return before.sourceOffset + before.length === next.sourceOffset;
}
