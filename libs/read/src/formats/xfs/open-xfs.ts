import { type BlockSource, MetadataCache } from '../../block-source/index.ts';
import { formatUuid } from '../../bytes/index.ts';
import type { FileSystem, FileSystemInfo } from '../../filesystem/index.ts';
import { verifyAgHeaders } from './ag-headers.ts';
import { listDirectory } from './directory.ts';
import { fileRuns, readFileInto, readFileRange } from './file-map.ts';
import { checkGeometry } from './geometry.ts';
import { inodeStat } from './inode.ts';
import { type InodeReader, openInodeTable } from './inode-table.ts';
import { isLogClean } from './log-state.ts';
import { inodeMetadata, openMetadataMap } from './metadata-map.ts';
import { featuresOf, readSuperBlock } from './super-block.ts';
import { readSymlink } from './symlink.ts';
import type { Volume } from './volume.ts';
import { readXattrs } from './xattr.ts';

/**
 * An XFS filesystem of version 5 at the source's start, which may be shorter than the source. Superblock, the headers of allocation
 * groups and the root are verified now, everything else whenever it is read. The log is not replayed: `info.clean` is false when it
 * ends in anything but an unmount, and then what it holds may be newer than what is read here.
 */
export function openXfs(source: BlockSource): FileSystem {
  const volume = openVolume(source);
  const readInode = openInodeTable(volume);
  rejectOddRoot(readInode, volume);
  return {
    info: describe(volume),
    rootInode: volume.superBlock.rootInode,
    stat: (inode) => inodeStat(readInode(inode)),
    *list(inode) {
      yield* listDirectory(volume, readInode(inode));
    },
    readLink(number) {
      const inode = readInode(number);
      return readSymlink(inode, (length) => readFileRange(volume, inode, 0, length));
    },
    xattrs: (inode) => readXattrs(volume, readInode(inode)),
    read: (inode, offset, length) => readFileRange(volume, readInode(inode), offset, length),
    readInto: (inode, offset, target) => readFileInto(volume, readInode(inode), offset, target),
    *runs(inode) {
      yield* fileRuns(volume, readInode(inode));
    },
    metadataAt: openMetadataMap(volume),
    *metadataRuns(inode) {
      yield* inodeMetadata(volume, readInode(inode));
    },
  };
}

function openVolume(source: BlockSource): Volume {
  const superBlock = readSuperBlock(source);
  const volume = { source, superBlock, geometry: checkGeometry(superBlock, source.length), cache: new MetadataCache(source) };
  checkLog(volume);
  verifyAgHeaders(volume);
  return volume;
}

function checkLog({ superBlock, geometry }: Volume): void {
  const { logStart, logBlocks, view } = superBlock;
  if (logStart === 0) return;
  const group = Math.floor(logStart / geometry.agBlockFactor);
  const inGroup = logStart - group * geometry.agBlockFactor;
  if (
    group >= geometry.agCount ||
    inGroup < geometry.agHeaderBlocks ||
    inGroup + logBlocks > geometry.agBlocks ||
    group * geometry.agBlocks + inGroup + logBlocks > geometry.blocksCount
  )
    throw view.error('sb_logstart', 48, logStart, `${logBlocks} blocks inside an allocation group`);
}

/** As the kernel does on mount. */
function rejectOddRoot(readInode: InodeReader, { superBlock: { rootInode, view } }: Volume): void {
  const { type } = readInode(rootInode);
  if (type !== 'directory') throw view.error('sb_rootino', 56, `${rootInode}, a ${type}`, 'a directory');
}

function describe(volume: Volume): FileSystemInfo {
  const { superBlock, geometry } = volume;
  return {
    type: 'xfs',
    blockSize: geometry.blockSize,
    length: geometry.length,
    uuid: formatUuid(superBlock.uuid),
    label: superBlock.label,
    features: featuresOf(superBlock),
    clean: isLogClean(volume),
  };
}
