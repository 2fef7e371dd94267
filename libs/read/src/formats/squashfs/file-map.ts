import { LimitError } from '../../bytes/index.ts';
import type { FileRun } from '../../filesystem/index.ts';
import { BlockList } from './block-list.ts';
import { readDataBlock } from './data-block.ts';
import { type Fragment, fragmentRun, readFragment, readFromFragment } from './fragment.ts';
import type { FileContent, Inode } from './inode.ts';
import type { Volume } from './volume.ts';

const MAX_READ_LENGTH = 2 ** 30;

/** The data of a file in file order. Holes and uncompressed blocks that follow one another are merged; compressed blocks stay apart. */
export function* fileRuns(volume: Volume, inode: Inode): Generator<FileRun> {
  let pending: FileRun | undefined;
  for (const run of blockRuns(volume, inode)) {
    if (pending !== undefined && continues(pending, run)) pending = { ...pending, length: pending.length + run.length };
    else {
      if (pending !== undefined) yield pending;
      pending = run;
    }
  }
  if (pending !== undefined) yield pending;
}

export function readFileRange(volume: Volume, inode: Inode, offset: number, length: number): Uint8Array {
  const wanted = readableLength(inode, offset, length);
  if (wanted > MAX_READ_LENGTH)
    throw new LimitError({ structure: inode.view.structure, message: `${wanted} bytes wanted at once, at most ${MAX_READ_LENGTH} are read` });
  const target = new Uint8Array(wanted);
  fill(volume, inode, offset, target);
  return target;
}

/** Fills the front of `target` as far as the file goes; returns that length. */
export function readFileInto(volume: Volume, inode: Inode, offset: number, target: Uint8Array): number {
  const wanted = readableLength(inode, offset, target.length);
  fill(volume, inode, offset, target.subarray(0, wanted));
  return wanted;
}

function readableLength({ file, size }: Inode, offset: number, length: number): number {
  return file === undefined ? 0 : Math.max(0, Math.min(length, size - offset));
}

/** `target` lies inside the file. */
function fill(volume: Volume, inode: Inode, offset: number, target: Uint8Array): void {
  if (target.length === 0) return;
  const { blockSize } = volume.superBlock;
  const list = blockList(volume, inode);
  for (let done = 0; done < target.length; ) {
    const at = offset + done;
    const index = Math.floor(at / blockSize);
    const skip = at - index * blockSize;
    const length = Math.min(blockSize, inode.size - index * blockSize);
    const part = target.subarray(done, done + Math.min(target.length - done, length - skip));
    if (index < list.count) readDataBlock(volume, list.at(index), length, part, skip);
    else readFromFragment(volume, fragmentOf(volume, inode), part, skip);
    done += part.length;
  }
}

function* blockRuns(volume: Volume, inode: Inode): Generator<FileRun> {
  if (inode.file === undefined || inode.size === 0) return;
  const { blockSize } = volume.superBlock;
  const list = blockList(volume, inode);
  for (let index = 0; index < list.count; index++) {
    const { start, storedLength, compressed } = list.at(index);
    const fileOffset = index * blockSize;
    const place = { fileOffset, length: Math.min(blockSize, inode.size - fileOffset) };
    if (storedLength === 0) yield place;
    else yield { ...place, sourceOffset: start, ...(compressed ? { sourceLength: storedLength } : {}) };
  }
  const fragment = readFragment(volume, inode, inode.file);
  if (fragment !== undefined) yield fragmentRun(fragment);
}

function fragmentOf(volume: Volume, inode: Inode): Fragment {
  return readFragment(volume, inode, contentOf(inode))!;
}

function blockList(volume: Volume, inode: Inode): BlockList {
  const known = volume.blockLists.get(inode);
  if (known !== undefined) return known;
  const list = new BlockList(volume, inode, contentOf(inode));
  volume.blockLists.set(inode, list);
  return list;
}

function contentOf({ file, view, type }: Inode): FileContent {
  if (file === undefined) throw view.error('inode_type', 0, type, 'file');
  return file;
}

function continues(before: FileRun, next: FileRun): boolean {
  if (before.sourceLength !== undefined || next.sourceLength !== undefined) return false;
  if (before.sourceOffset === undefined || next.sourceOffset === undefined) return before.sourceOffset === next.sourceOffset;
  return before.sourceOffset + before.length === next.sourceOffset;
}
