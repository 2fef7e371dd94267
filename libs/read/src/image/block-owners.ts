import { ReadError } from '../bytes/index.ts';
import { type FileSystem, walk } from '../filesystem/index.ts';

/**
 * Who owns each of the blocks that start at `offsets` (bytes from the filesystem's start): a path, a structure of
 * the filesystem, or free space. Files that are damaged themselves are passed over. One walk for all offsets. `namePath` says how paths are given.
 */
export function findBlockOwners(
  fs: FileSystem,
  offsets: readonly number[],
  blockLength: number,
  namePath: (path: string) => string = (path) => path,
): ReadonlyMap<number, string> {
  const owners = new Map<number, string>();
  for (const offset of offsets) {
    const structure = fs.metadataAt(offset);
    if (structure !== undefined) owners.set(offset, structure);
  }
  for (const { path, stat } of walk(fs)) {
    if (owners.size === offsets.length) break;
    if (stat === undefined) continue;
    for (const { start, end, what } of ownRanges(fs, stat.inode, namePath(path))) {
      for (const offset of offsets) if (offset < end && offset + blockLength > start && !owners.has(offset)) owners.set(offset, what);
    }
  }
  for (const offset of offsets) if (!owners.has(offset)) owners.set(offset, offset < fs.info.length ? 'free space' : 'after the filesystem');
  return owners;
}

function ownRanges(fs: FileSystem, inode: number, path: string): { start: number; end: number; what: string }[] {
  const ranges: { start: number; end: number; what: string }[] = [];
  try {
    for (const run of fs.runs(inode)) {
      if (run.sourceOffset !== undefined) ranges.push({ start: run.sourceOffset, end: run.sourceOffset + (run.sourceLength ?? run.length), what: path });
    }
    for (const run of fs.metadataRuns(inode)) ranges.push({ start: run.sourceOffset, end: run.sourceOffset + run.length, what: `${run.what} of ${path}` });
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
  }
  return ranges;
}
