import { type BlockSource, MetadataCache } from '../../block-source/index.ts';
import { formatUuid } from '../../bytes/index.ts';
import type { FileSystem, FileSystemInfo } from '../../filesystem/index.ts';
import { listDirectory } from './directory.ts';
import { featureNames } from './features.ts';
import { fileRuns, mapBlocks, readFileInto, readFileRange } from './file-map.ts';
import { checkGeometry, checkReadable, type Geometry } from './geometry.ts';
import { readGroupDescriptors, verifyBitmaps } from './group-descriptor.ts';
import { type Inode, inodeStat } from './inode.ts';
import { InodeFlag } from './inode-flags.ts';
import { openInodeTable } from './inode-table.ts';
import { buildMetadataMap } from './metadata-map.ts';
import { ROOT_INODE, readSuperBlock, SUPER_BLOCK_OFFSET, type SuperBlock } from './super-block.ts';
import { readSymlink } from './symlink.ts';
import type { Volume } from './volume.ts';
import { readXattrs } from './xattr.ts';

const STATE_VALID = 1;
const STATE_ERRORS = 2;

/**
 * An ext2, ext3 or ext4 filesystem at the source's start, which may be shorter than the source. Superblock, group
 * descriptors and bitmaps are verified now, everything else whenever it is read.
 */
export function openExt4(source: BlockSource): FileSystem {
  const volume = openVolume(source);
  const readInode = openInodeTable(volume);
  return {
    info: describe(volume.superBlock, volume.geometry),
    rootInode: ROOT_INODE,
    stat: (inode) => inodeStat(readInode(inode)),
    *list(inode) {
      yield* listDirectory(volume, readInode(inode));
    },
    readLink: (inode) => readSymlink(volume, readInode(inode)),
    xattrs: (inode) => readXattrs(volume, readInode(inode), readInode),
    read: (inode, offset, length) => readFileRange(volume, readInode(inode), offset, length),
    readInto: (inode, offset, target) => readFileInto(volume, readInode(inode), offset, target),
    *runs(inode) {
      yield* fileRuns(volume, readInode(inode));
    },
    metadataAt: (offset) => metadataAt(volume, offset),
    *metadataRuns(inode) {
      yield* metadataRuns(volume, readInode(inode));
    },
  };
}

function openVolume(source: BlockSource): Volume {
  const superBlock = readSuperBlock(source);
  checkReadable(superBlock);
  const base = { source, superBlock, geometry: checkGeometry(superBlock, source.length), cache: new MetadataCache(source) };
  const groups = readGroupDescriptors(base);
  const metadata = buildMetadataMap(base, groups);
  verifyBitmaps(base, groups);
  return { ...base, groups, metadata };
}

function describe({ features, state, uuid, label }: SuperBlock, { blockSize, blocksCount }: Geometry): FileSystemInfo {
  return {
    type: 'ext4',
    blockSize,
    length: blocksCount * blockSize,
    uuid: formatUuid(uuid),
    label,
    features: featureNames(features),
    clean: (state & STATE_VALID) !== 0 && (state & STATE_ERRORS) === 0,
  };
}

function metadataAt({ geometry, metadata }: Volume, offset: number): string | undefined {
  if (offset < 0) return undefined;
  return offset < SUPER_BLOCK_OFFSET ? 'boot block' : metadata.at(Math.floor(offset / geometry.blockSize));
}

function* metadataRuns(volume: Volume, inode: Inode): Generator<{ sourceOffset: number; length: number; what: string }> {
  const { blockSize } = volume.geometry;
  const what = (inode.flags & InodeFlag.extents) === 0 ? 'indirect block' : 'extent block';
  for (const blockNumber of mapBlocks(volume, inode)) yield { sourceOffset: blockNumber * blockSize, length: blockSize, what };
  if (inode.xattrBlock !== 0) yield { sourceOffset: inode.xattrBlock * blockSize, length: blockSize, what: 'xattr block' };
}
