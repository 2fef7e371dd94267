import { LimitError, ReadError } from '../../bytes/index.ts';
import { type FileSystem, walk } from '../../filesystem/index.ts';
import { fileRuns, inodeEnd } from './file-map.ts';
import { INODE_SLOT_LENGTH, type Inode } from './inode.ts';
import { type InodeReader, inodeOffset } from './inode-reader.ts';
import type { Volume } from './volume.ts';
import { sharedXattrRanges } from './xattr.ts';

const INODES = 'inodes with their attributes, indexes and inline data';
const SHARED_XATTRS = 'shared xattrs';
/** Blocks claimed in all, and names listed: a damaged index may span the filesystem, in each of many inodes. */
const MAX_CLAIMS = 4_000_000;

/** What a block (by number) holds when it is no file's data. */
export type MetadataMap = (block: number) => string | undefined;

/** Inodes lie anywhere, so that only a walk tells which blocks hold some; the first question takes it. */
export function openMetadataMap(volume: Volume, fs: FileSystem, readInode: InodeReader): MetadataMap {
  let blocks: ReadonlyMap<number, string> | undefined;
  return (block) => {
    blocks ??= collectBlocks(volume, fs, readInode);
    return blocks.get(block);
  };
}

type Claim = (offset: number, length: number, what: string) => void;

function collectBlocks(volume: Volume, fs: FileSystem, readInode: InodeReader): ReadonlyMap<number, string> {
  const blocks = new Map<number, string>();
  let claims = 0;
  const claim: Claim = (offset, length, what) => {
    const end = Math.ceil((offset + length) / volume.blockSize);
    claims += end - Math.floor(offset / volume.blockSize);
    if (claims > MAX_CLAIMS) throw tooMuch('blocks of metadata');
    for (let block = Math.floor(offset / volume.blockSize); block < end; block++) blocks.set(block, what);
  };
  tolerate(() => {
    for (const nid of inodeNumbers(volume, fs)) {
      const offset = inodeOffset(volume, nid);
      if (offset === undefined) continue;
      claim(offset, INODE_SLOT_LENGTH, INODES);
      tolerate(() => claimInode(volume, readInode(nid), claim));
    }
  });
  return blocks;
}

function claimInode(volume: Volume, inode: Inode, claim: Claim): void {
  tolerate(() => {
    for (const { offset, length } of sharedXattrRanges(volume, inode)) claim(offset, length, SHARED_XATTRS);
  });
  checkRuns(volume, inode);
  claim(inode.offset, inodeEnd(volume, inode) - inode.offset, INODES);
}

/** A damaged size must not claim the blocks of others: where the map leads nowhere, only the inode's slot counts. */
function checkRuns(volume: Volume, inode: Inode): void {
  let runs = 0;
  for (const _ of fileRuns(volume, inode)) if (++runs > MAX_CLAIMS) throw tooMuch('runs of a file');
}

/** Each directory entry's number, whether its inode can be read or not. */
function* inodeNumbers({ superBlock }: Volume, fs: FileSystem): Generator<number> {
  const seen = new Set<number>([fs.rootInode]);
  yield fs.rootInode;
  if (superBlock.packedNid !== 0) yield superBlock.packedNid;
  for (const { stat } of walk(fs)) {
    if (stat?.type !== 'directory') continue;
    const children: number[] = [];
    tolerate(() => {
      for (const { inode } of fs.list(stat.inode)) {
        if (children.push(inode) > MAX_CLAIMS) throw tooMuch('names in a directory');
      }
    });
    for (const child of children) {
      if (seen.has(child)) continue;
      seen.add(child);
      yield child;
    }
  }
}

function tooMuch(what: string): LimitError {
  return new LimitError({ structure: 'erofs metadata', message: `more than ${MAX_CLAIMS} ${what}` });
}

/** What is damaged elsewhere must not keep this from being told. */
function tolerate(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
  }
}
