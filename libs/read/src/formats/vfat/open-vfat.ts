import type { BlockSource } from '../../block-source/index.ts';
import { FormatError, LimitError, UnsupportedError } from '../../bytes/index.ts';
import type { FileRun, FileStat, FileSystem, FileSystemInfo } from '../../filesystem/index.ts';
import { readBootSector } from './boot-sector.ts';
import { isClean, readFatTable } from './fat-table.ts';
import { type FsInfo, readFsInfo } from './fs-info.ts';
import { checkGeometry } from './geometry.ts';
import { metadataAt } from './metadata-map.ts';
import type { Node } from './node.ts';
import { decodeLabel } from './short-name.ts';
import { ROOT_INODE, readTree, type Tree } from './tree.ts';
import type { Volume } from './volume.ts';

const MAX_READ_LENGTH = 2 ** 30;
const NO_LABEL = 'NO NAME';

/**
 * A FAT12, FAT16 or FAT32 filesystem with long names at the source's start, which may be shorter than the source. The FATs are compared
 * and all directories read now. Shown as Linux mounts it: modes 0755 (0555 where read-only), no owners, no attributes; times, which
 * FAT keeps without a zone, as if they were UTC; inode numbers are made up (`makeNode`). Names are compared without regard to case.
 */
export function openVfat(source: BlockSource): FileSystem {
  const boot = readBootSector(source);
  const geometry = checkGeometry(boot, source.length);
  const volume: Volume = { source, boot, geometry, table: readFatTable(source, geometry, boot.media) };
  const fsInfo = readFsInfo(source, boot, geometry);
  const tree = readTree(volume);
  return { info: describe(volume, tree, fsInfo), ...methods(volume, tree, fsInfo) };
}

function methods(volume: Volume, tree: Tree, fsInfo: FsInfo | undefined): Omit<FileSystem, 'info'> {
  const content = (inode: number): Node => readable(findNode(volume, tree, inode));
  return {
    rootInode: ROOT_INODE,
    caseInsensitive: true,
    stat: (inode) => statNode(findNode(volume, tree, inode)),
    *list(inode) {
      const directory = content(inode);
      if (directory.type !== 'directory') throw new FormatError({ structure: 'FAT directory', message: `${directory.path} is a file` });
      yield* directory.children;
      if (directory.listError !== undefined) throw directory.listError;
    },
    readLink: (inode) => {
      throw new UnsupportedError({ structure: `FAT ${findNode(volume, tree, inode).type}`, field: 'symlink', expected: 'none: FAT has no symlinks' });
    },
    xattrs: (inode) => {
      findNode(volume, tree, inode);
      return [];
    },
    read: (inode, offset, length) => readRange(volume, content(inode), offset, length),
    readInto: (inode, offset, target) => readInto(volume, content(inode), offset, target),
    *runs(inode) {
      yield* content(inode).runs;
    },
    metadataAt: (offset) => metadataAt(volume, fsInfo, offset),
    metadataRuns: (inode) => {
      findNode(volume, tree, inode);
      return [];
    },
  };
}

function describe({ boot, geometry, table }: Volume, tree: Tree, fsInfo: FsInfo | undefined): FileSystemInfo {
  const bootLabel = boot.label === undefined ? '' : decodeLabel(boot.label);
  return {
    type: 'vfat',
    blockSize: geometry.clusterSize,
    length: geometry.length,
    uuid: boot.volumeId === undefined ? '' : formatVolumeId(boot.volumeId),
    label: tree.label ?? (bootLabel === NO_LABEL ? '' : bootLabel),
    features: [`FAT${geometry.fatBits}`, ...(fsInfo === undefined ? [] : ['FSInfo'])],
    clean: isClean(table, boot.state),
  };
}

/** As blkid prints it. */
function formatVolumeId(id: number): string {
  return id
    .toString(16)
    .toUpperCase()
    .padStart(8, '0')
    .replace(/^(.{4})/, '$1-');
}

function findNode({ source }: Volume, { nodes }: Tree, inode: number): Node {
  const node = nodes.get(inode);
  if (node === undefined)
    throw new FormatError({ structure: 'FAT directory entry', offset: source.origin, found: inode, expected: 'the number of a file or directory' });
  return node;
}

function readable(node: Node): Node {
  if (node.chainError !== undefined) throw node.chainError;
  return node;
}

/** A directory has a link from each subdirectory, its parent and itself. */
function statNode({ inode, type, mode, size, mtime, subdirectories }: Node): FileStat {
  return { inode, type, mode, uid: 0, gid: 0, size, links: type === 'file' ? 1 : 2 + subdirectories, mtime };
}

function readRange(volume: Volume, node: Node, offset: number, length: number): Uint8Array {
  const wanted = Math.max(0, Math.min(length, node.size - offset));
  if (wanted > MAX_READ_LENGTH)
    throw new LimitError({ structure: `FAT file ${node.path}`, message: `${wanted} bytes wanted at once, at most ${MAX_READ_LENGTH} are read` });
  const target = new Uint8Array(wanted);
  readInto(volume, node, offset, target);
  return target;
}

function readInto({ source }: Volume, { runs, size }: Node, offset: number, target: Uint8Array): number {
  const end = Math.min(offset + target.length, size);
  for (let index = indexOfRun(runs, offset); index < runs.length && runs[index]!.fileOffset < end; index++) {
    const run = runs[index]!;
    const start = Math.max(run.fileOffset, offset);
    const stop = Math.min(run.fileOffset + run.length, end);
    source.readInto(target.subarray(start - offset, stop - offset), run.sourceOffset! + start - run.fileOffset);
  }
  return Math.max(0, end - offset);
}

/** Index of the run that holds the byte at `offset`. */
function indexOfRun(runs: readonly FileRun[], offset: number): number {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (runs[middle]!.fileOffset + runs[middle]!.length > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}
