import type { BlockSource } from '../../block-source/index.ts';
import { InflatedCache } from '../../compression/index.ts';
import type { FileSystem, FileSystemInfo } from '../../filesystem/index.ts';
import { readCompressorOptions } from './compressor-options.ts';
import { directoryRange, listDirectory } from './directory.ts';
import { featureNames } from './features.ts';
import { fileRuns, readFileInto, readFileRange } from './file-map.ts';
import { inodeStat } from './inode.ts';
import { type InodeReader, openInodeReader } from './inode-reader.ts';
import { MetadataBlocks } from './metadata-blocks.ts';
import { metadataAt } from './metadata-map.ts';
import { readSquashfsSuperBlock, type SquashfsSuperBlock } from './super-block.ts';
import { readSymlink } from './symlink.ts';
import { readTables } from './tables.ts';
import type { Volume } from './volume.ts';
import { readXattrs } from './xattr.ts';

/** Eight blocks of the largest size. */
const INFLATED_LENGTH = 8 * 1024 * 1024;

/**
 * A squashfs 4.0 filesystem at the source's start, which may be shorter than the source. Superblock, places of the tables and
 * root inode are verified now, everything else whenever it is read. Inode numbers are the format's inode references: two names of
 * one inode have the same. Offsets in errors about what is inside metadata blocks are those of the block.
 */
export function openSquashfs(source: BlockSource): FileSystem {
  const volume = openVolume(source);
  const readInode = openInodeReader(volume);
  rejectOddRoot(readInode, volume.superBlock);
  return {
    info: describe(volume.superBlock),
    rootInode: volume.superBlock.rootInode,
    stat: (inode) => inodeStat(readInode(inode)),
    *list(inode) {
      yield* listDirectory(volume, readInode(inode));
    },
    readLink: (inode) => readSymlink(volume, readInode(inode)),
    xattrs: (inode) => readXattrs(volume, readInode(inode)),
    read: (inode, offset, length) => readFileRange(volume, readInode(inode), offset, length),
    readInto: (inode, offset, target) => readFileInto(volume, readInode(inode), offset, target),
    *runs(inode) {
      yield* fileRuns(volume, readInode(inode));
    },
    metadataAt: (offset) => metadataAt(volume, offset),
    *metadataRuns(inode) {
      const range = directoryRange(volume, readInode(inode));
      if (range !== undefined) yield { sourceOffset: range.start, length: range.end - range.start, what: 'directory' };
    },
  };
}

function openVolume(source: BlockSource): Volume {
  const superBlock = readSquashfsSuperBlock(source);
  const opened = { source, superBlock, metadata: new MetadataBlocks(source, superBlock.compressor) };
  const tables = readTables(opened, readCompressorOptions(opened));
  return { ...opened, tables, inflated: new InflatedCache(INFLATED_LENGTH), blockLists: new WeakMap() };
}

function rejectOddRoot(readInode: InodeReader, { rootInode, view }: SquashfsSuperBlock): void {
  const { type } = readInode(rootInode);
  if (type !== 'directory') throw view.error('root_inode', 32, type, 'a directory');
}

/** The format has neither UUID nor label, and is never written to. */
function describe({ blockSize, length, compressor, flags }: SquashfsSuperBlock): FileSystemInfo {
  return { type: 'squashfs', blockSize, length, uuid: '', label: '', features: featureNames(compressor.name, flags), clean: true };
}
