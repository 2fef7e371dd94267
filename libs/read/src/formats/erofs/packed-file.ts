import { type ByteView, FormatError } from '../../bytes/index.ts';
import type { FileRun } from '../../filesystem/index.ts';
import { fileRuns, readFileInto, readFileView } from './file-map.ts';
import type { Inode } from './inode.ts';
import { readInode } from './inode-reader.ts';
import type { Volume } from './volume.ts';

/** The packed inode (feature fragments): a file without a name, in which the ends of others lie. */
export interface PackedFile {
  readonly inode: Inode;
  /** Fills `target` with its bytes from `offset`; a FormatError when it is not that long. */
  readInto(target: Uint8Array, offset: number): void;
  /** A structure in it. */
  view(offset: number, length: number, structure: string): ByteView;
  /** Where its bytes from `offset` are stored, as runs of a file in which they begin at `fileOffset`. */
  runs(offset: number, length: number, fileOffset: number): Iterable<FileRun>;
}

/** Undefined when the superblock names none. */
export function openPackedFile(volume: Volume): PackedFile | undefined {
  const { packedNid } = volume.superBlock;
  if (packedNid === 0) return undefined;
  const inode = readInode(volume, packedNid);
  if (inode.type !== 'file') throw inode.view.error('i_mode', 4, inode.type, 'a file, as it is the packed inode');
  return {
    inode,
    readInto(target, offset) {
      const got = readFileInto(volume, inode, offset, target);
      if (got !== target.length) throw tooShort(inode, offset + target.length);
    },
    view(offset, length, structure) {
      if (offset + length > inode.size) throw tooShort(inode, offset + length);
      return readFileView(volume, inode, offset, length, structure);
    },
    runs: (offset, length, fileOffset) => runsBetween(volume, inode, offset, length, fileOffset),
  };
}

function* runsBetween(volume: Volume, inode: Inode, offset: number, length: number, fileOffset: number): Generator<FileRun> {
  const end = offset + length;
  if (end > inode.size) throw tooShort(inode, end);
  for (const run of fileRuns(volume, inode, offset)) {
    if (run.fileOffset >= end) return;
    const start = Math.max(run.fileOffset, offset);
    const stop = Math.min(run.fileOffset + run.length, end);
    if (stop > start) yield { ...clip(run, start), fileOffset: fileOffset + start - offset, length: stop - start };
  }
}

/** Compressed bytes are all of them where any are. */
function clip(run: FileRun, start: number): FileRun {
  if (run.sourceOffset === undefined || run.sourceLength !== undefined) return run;
  return { ...run, sourceOffset: run.sourceOffset + start - run.fileOffset };
}

function tooShort({ view, size }: Inode, end: number): FormatError {
  return new FormatError({
    ...{ structure: 'erofs packed inode', field: 'i_size', offset: view.offset + 8, found: size },
    expected: `at least ${end}, where something that is needed ends`,
  });
}
