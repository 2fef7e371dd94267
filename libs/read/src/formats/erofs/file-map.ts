import { ByteView, LimitError } from '../../bytes/index.ts';
import type { FileRun } from '../../filesystem/index.ts';
import { chunkRuns, chunkTableRange } from './chunk-data.ts';
import { compressedRuns, readCompressed } from './compressed-data.ts';
import { type ExtentMap, openExtentMap } from './extent-map.ts';
import { flatRuns, inlineTail } from './flat-data.ts';
import { hasContent, type Inode } from './inode.ts';
import { readMetadata, type Volume } from './volume.ts';

const MAX_READ_LENGTH = 2 ** 30;

/** The data of a file in file order, from the run that holds byte `from`; inline data has no run. Adjacent runs are merged, compressed clusters stay apart. */
export function* fileRuns(volume: Volume, inode: Inode, from = 0): Generator<FileRun> {
  let pending: FileRun | undefined;
  for (const run of runsFrom(volume, inode, from)) {
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

/** Bytes inside the file as a structure with its place in the image; of a compressed file, the place of the cluster. Must not be written to. */
export function readFileView(volume: Volume, inode: Inode, offset: number, length: number, structure: string): ByteView {
  const place = storedAt(volume, inode, offset);
  if (place !== undefined && !isCompressed(inode) && inode.layout !== 'chunk-based') return readMetadata(volume, place, length, structure);
  return new ByteView(readFileRange(volume, inode, offset, length), structure, volume.source.origin + (place ?? inode.offset));
}

/** Where what belongs to the inode itself ends: attributes, index or chunk table, inline data. Bytes from the filesystem's start. */
export function inodeEnd(volume: Volume, inode: Inode): number {
  if (!hasContent(inode) || inode.size === 0) return inode.bodyOffset;
  if (isCompressed(inode)) return extentMap(volume, inode).end;
  if (inode.layout === 'chunk-based') return tableEnd(volume, inode);
  const tail = inlineTail(volume, inode);
  return tail === undefined ? inode.bodyOffset : tail.sourceOffset + tail.length;
}

function tableEnd(volume: Volume, inode: Inode): number {
  const range = chunkTableRange(volume, inode);
  return range === undefined ? inode.bodyOffset : range.offset + range.length;
}

function readableLength(inode: Inode, offset: number, length: number): number {
  return hasContent(inode) ? Math.max(0, Math.min(length, inode.size - offset)) : 0;
}

/** `target` lies inside the file. */
function fill(volume: Volume, inode: Inode, offset: number, target: Uint8Array): void {
  if (target.length === 0) return;
  if (isCompressed(inode)) return readCompressed(volume, extentMap(volume, inode), target, offset);
  const end = offset + target.length;
  for (const { fileOffset, length, sourceOffset } of runsFrom(volume, inode, offset)) {
    if (fileOffset >= end) return;
    const start = Math.max(fileOffset, offset);
    const stop = Math.min(fileOffset + length, end);
    if (stop <= start) continue;
    const part = target.subarray(start - offset, stop - offset);
    if (sourceOffset === undefined) part.fill(0);
    else volume.source.readInto(part, sourceOffset + start - fileOffset);
  }
  fillFromTail(volume, inode, offset, target);
}

function fillFromTail(volume: Volume, inode: Inode, offset: number, target: Uint8Array): void {
  const tail = inlineTail(volume, inode);
  if (tail === undefined) return;
  const start = Math.max(tail.fileOffset, offset);
  const stop = Math.min(inode.size, offset + target.length);
  if (stop <= start) return;
  const stored = readMetadata(volume, tail.sourceOffset + start - tail.fileOffset, stop - start, `inline data of ${inode.view.structure}`);
  target.set(stored.bytes, start - offset);
}

function runsFrom(volume: Volume, inode: Inode, from: number): Iterable<FileRun> {
  if (!hasContent(inode) || inode.size === 0) return [];
  if (isCompressed(inode)) return compressedRuns(volume, inode, extentMap(volume, inode), from);
  return inode.layout === 'chunk-based' ? chunkRuns(volume, inode, from) : flatRuns(volume, inode);
}

/** Where the byte is stored; undefined in a hole. */
function storedAt(volume: Volume, inode: Inode, offset: number): number | undefined {
  const tail = inlineTail(volume, inode);
  if (tail !== undefined && offset >= tail.fileOffset) return tail.sourceOffset + offset - tail.fileOffset;
  for (const run of runsFrom(volume, inode, offset)) {
    if (run.sourceOffset === undefined) return undefined;
    return run.sourceLength === undefined ? run.sourceOffset + offset - run.fileOffset : run.sourceOffset;
  }
  return undefined;
}

function extentMap(volume: Volume, inode: Inode): ExtentMap {
  const known = volume.extentMaps.get(inode);
  if (known !== undefined) return known;
  const map = openExtentMap(volume, inode);
  volume.extentMaps.set(inode, map);
  return map;
}

function isCompressed({ layout }: Inode): boolean {
  return layout === 'compressed-full' || layout === 'compressed-compact';
}

function continues(before: FileRun, next: FileRun): boolean {
  if (before.sourceLength !== undefined || next.sourceLength !== undefined) return false;
  if (before.sourceOffset === undefined || next.sourceOffset === undefined) return before.sourceOffset === next.sourceOffset;
  return before.sourceOffset + before.length === next.sourceOffset;
}
