import { LimitError, UnsupportedError } from '../../bytes/index.ts';
import type { FileRun } from '../../filesystem/index.ts';
import { extents } from './extent-tree.ts';
import type { Inode } from './inode.ts';
import { remoteTarget } from './symlink.ts';
import { blockOffset, type Volume } from './volume.ts';

const MAX_READ_LENGTH = 2 ** 30;

/** The data of a file in file order, adjacent runs merged, from the run that holds byte `from`. */
export function* fileRuns(volume: Volume, inode: Inode, from = 0): Generator<FileRun> {
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

export function readFileRange(volume: Volume, inode: Inode, offset: number, length: number): Uint8Array {
  const wanted = wantedLength(inode, offset, length);
  if (wanted > MAX_READ_LENGTH)
    throw new LimitError({ structure: `xfs inode ${inode.number}`, message: `${wanted} bytes wanted at once, at most ${MAX_READ_LENGTH} are read` });
  const target = new Uint8Array(wanted);
  fill(volume, inode, offset, target);
  return target;
}

/** Fills the front of `target` as far as the file goes; returns that length. */
export function readFileInto(volume: Volume, inode: Inode, offset: number, target: Uint8Array): number {
  const wanted = wantedLength(inode, offset, target.length);
  fill(volume, inode, offset, target.subarray(0, wanted).fill(0));
  return wanted;
}

function wantedLength({ type, size }: Inode, offset: number, length: number): number {
  return hasContent(type) ? Math.max(0, Math.min(length, size - offset)) : 0;
}

/** `target` holds zeros and lies inside the file. */
function fill(volume: Volume, inode: Inode, offset: number, target: Uint8Array): void {
  if (target.length === 0) return;
  if (inode.data.format === 'local') target.set(localContent(inode).subarray(offset, offset + target.length));
  else fillFromRuns(volume, inode, target, offset);
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

/** What is in the inode itself: a symlink's target, or a directory's entries. */
export function localContent({ data: { view }, size, view: core }: Inode): Uint8Array {
  if (size > view.length) throw core.error('di_size', 56, size, `at most ${view.length}, what is in the inode`);
  return view.slice(0, size);
}

function* unmergedRuns(volume: Volume, inode: Inode, from: number): Generator<FileRun> {
  if (!hasContent(inode.type) || inode.data.format === 'local') return;
  if (inode.realtime) throw realtimeError(inode);
  if (inode.type === 'symlink') yield* remoteTarget(volume, inode);
  else yield* mappedRuns(volume, inode, from);
}

/** A directory's index lies far behind its size, and is no content of it. */
function* mappedRuns(volume: Volume, inode: Inode, from: number): Generator<FileRun> {
  const { blockSize } = volume.geometry;
  const { size } = inode;
  const first = Math.floor(from / blockSize);
  let next = first * blockSize;
  for (const { start, count, block, written } of extents({ volume, inode, fork: inode.data, from: first })) {
    const fileOffset = start * blockSize;
    if (fileOffset >= size) break;
    if (fileOffset > next) yield { fileOffset: next, length: fileOffset - next };
    next = Math.min(fileOffset + count * blockSize, size);
    const place = { fileOffset, length: next - fileOffset };
    yield written ? { ...place, sourceOffset: blockOffset(volume, block) } : place;
  }
  if (next < size) yield { fileOffset: next, length: size - next };
}

function realtimeError({ view }: Inode): UnsupportedError {
  return new UnsupportedError({
    structure: view.structure,
    field: 'di_flags',
    offset: view.offset + 90,
    found: 'realtime',
    message: 'its content is on the realtime device',
  });
}

function hasContent(type: Inode['type']): boolean {
  return type === 'file' || type === 'directory' || type === 'symlink';
}

function continues(before: FileRun, next: FileRun): boolean {
  if (before.sourceOffset === undefined || next.sourceOffset === undefined) return before.sourceOffset === next.sourceOffset;
  return before.sourceOffset + before.length === next.sourceOffset;
}
