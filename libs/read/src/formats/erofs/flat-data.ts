import { FormatError } from '../../bytes/index.ts';
import type { FileRun } from '../../filesystem/index.ts';
import { CONTENT_AT, type Inode } from './inode.ts';
import { blocksProblem, type Volume } from './volume.ts';

/** startblk of a file that is all hole. */
const NO_BLOCK = 0xffffffff;

/** The one run of a flat file (layouts flat-plain and flat-inline); the last block of the latter is inline and no run. */
export function* flatRuns(volume: Volume, inode: Inode): Generator<FileRun> {
  const length = lengthInBlocks(volume, inode);
  if (length === 0) return;
  if (inode.layout === 'flat-plain' && inode.content === NO_BLOCK) {
    yield { fileOffset: 0, length };
    return;
  }
  const problem = blocksProblem(volume, inode.content, Math.ceil(length / volume.blockSize));
  if (problem !== undefined) throw inode.view.error('i_u.startblk', CONTENT_AT, inode.content, problem);
  yield { fileOffset: 0, length, sourceOffset: inode.content * volume.blockSize };
}

export interface InlineTail {
  readonly fileOffset: number;
  readonly length: number;
  /** Bytes from the filesystem's start. */
  readonly sourceOffset: number;
}

/** The last part of a flat-inline file, which follows the inode and does not leave its block; undefined when there is none. */
export function inlineTail(volume: Volume, inode: Inode): InlineTail | undefined {
  if (inode.layout !== 'flat-inline' || inode.size === 0) return undefined;
  const { view, size, bodyOffset } = inode;
  const fileOffset = lengthInBlocks(volume, inode);
  const length = size - fileOffset;
  const room = volume.blockSize - (bodyOffset % volume.blockSize);
  if (length > room)
    throw new FormatError({
      structure: view.structure,
      field: 'i_size',
      offset: view.offset + 8,
      found: size,
      expected: `at most ${room} bytes of inline data, not ${length}`,
    });
  return { fileOffset, length, sourceOffset: bodyOffset };
}

function lengthInBlocks({ blockSize }: Volume, { layout, size }: Inode): number {
  if (layout === 'flat-plain' || size === 0) return size;
  return (Math.ceil(size / blockSize) - 1) * blockSize;
}
