import { type BlockSource, MetadataCache } from '../../block-source/index.ts';
import { InflatedCache } from '../../compression/index.ts';
import type { FileSystem, FileSystemInfo } from '../../filesystem/index.ts';
import { listDirectory } from './directory.ts';
import { fileRuns, inodeEnd, readFileInto, readFileRange } from './file-map.ts';
import { inodeStat } from './inode.ts';
import { type InodeReader, openInodeReader } from './inode-reader.ts';
import { readLongPrefixes } from './long-prefixes.ts';
import { openMetadataMap } from './metadata-map.ts';
import { openPackedFile } from './packed-file.ts';
import { type ErofsSuperBlock, readErofsSuperBlock, SUPER_BLOCK_OFFSET } from './super-block.ts';
import { readSymlink } from './symlink.ts';
import type { Volume } from './volume.ts';
import { readXattrs } from './xattr.ts';

/** Above the longest extent. */
const INFLATED_LENGTH = 16 * 1024 * 1024;

/**
 * An EROFS filesystem at the source's start, which may be shorter than the source. Superblock and root inode are
 * verified now, everything else whenever it is read. Inode numbers are the format's nids.
 */
export function openErofs(source: BlockSource): FileSystem {
  const volume = openVolume(source);
  const readInode = openInodeReader(volume);
  const fs = readers(volume, readInode);
  const metadataOf = openMetadataMap(volume, fs, readInode);
  rejectOddRoot(readInode, volume.superBlock);
  return {
    ...fs,
    metadataAt(offset) {
      if (offset < 0 || offset >= volume.length) return undefined;
      return offset < volume.headEnd ? 'superblock' : metadataOf(Math.floor(offset / volume.blockSize));
    },
  };
}

function readers(volume: Volume, readInode: InodeReader): FileSystem {
  return {
    info: describe(volume.superBlock),
    rootInode: volume.superBlock.rootNid,
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
    metadataAt: () => undefined,
    *metadataRuns(number) {
      const inode = readInode(number);
      yield { sourceOffset: inode.offset, length: inodeEnd(volume, inode) - inode.offset, what: 'inode' };
    },
  };
}

function openVolume(source: BlockSource): Volume {
  const superBlock = readErofsSuperBlock(source);
  const { blockSize, blocks, view } = superBlock;
  const length = blocks * blockSize;
  if (length > source.length)
    throw view.error('blocks', 36, blocks, `at most ${Math.floor(source.length / blockSize)}: the filesystem ends past its partition`);
  const volume: Volume = {
    ...{ source, superBlock, blockSize, length },
    headEnd: SUPER_BLOCK_OFFSET + superBlock.headLength,
    cache: new MetadataCache(source),
    extentMaps: new WeakMap(),
    inflated: new InflatedCache(INFLATED_LENGTH),
    packedFile: once(() => openPackedFile(volume)),
    unused: { bytes: 0 },
    longPrefixes: once(() => readLongPrefixes(volume)),
  };
  return volume;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** As the kernel does on mount. */
function rejectOddRoot(readInode: InodeReader, { rootNid, view }: ErofsSuperBlock): void {
  const { type } = readInode(rootNid);
  if (type !== 'directory') throw view.error('root_nid', 14, `${rootNid}, a ${type}`, 'a directory');
}

function describe({ blockSize, blocks, uuid, label, features }: ErofsSuperBlock): FileSystemInfo {
  return { type: 'erofs', blockSize, length: blocks * blockSize, uuid, label, features, clean: true };
}
