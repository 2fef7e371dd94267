import { FormatError } from '@staticfire/read/bytes';
import { type FileStat, type FileSystem, type FileSystemInfo, type ListedFolders, lookup } from '@staticfire/read/filesystem';
import type { ContentStore } from './content-store.ts';
import type { Inventory, Node } from './inventory.ts';

interface Parts {
  readonly info: FileSystemInfo;
  readonly inventory: Inventory;
  readonly store: ContentStore;
  /** Our own reader, for what libguestfs does not tell: where on the disk something lies. */
  readonly own: FileSystem;
}

/** A filesystem as libguestfs read it. Inode numbers are made up; entries are in the order of the archive. */
export function guestfsFileSystem({ info, inventory, store, own }: Parts): FileSystem {
  const folders: ListedFolders = new Map();
  const find = (inode: number): Node => {
    const node = inventory.nodes[inode - 1];
    if (node === undefined) throw new FormatError({ structure: 'inode', message: `libguestfs listed no inode ${inode}` });
    return node;
  };
  const ownInode = (inode: number): number => {
    const { path } = find(inode);
    const found = lookup(own, path, { followLast: false, folders });
    if (found === undefined) throw new FormatError({ structure: 'inode', message: `${path} is there for libguestfs and not for staticfire` });
    return found.inode;
  };
  const readInto = (inode: number, offset: number, target: Uint8Array): number => {
    const { size, contentOffset, type } = find(inode);
    const length = type === 'file' ? Math.max(0, Math.min(target.length, size - offset)) : 0;
    store.readInto(target.subarray(0, length), contentOffset + offset);
    return length;
  };
  return {
    info,
    rootInode: 1,
    ...(own.caseInsensitive === undefined ? {} : { caseInsensitive: own.caseInsensitive }),
    stat: (inode) => statOf(find(inode)),
    *list(inode) {
      for (const { name, number } of find(inode).children) yield { name, inode: number };
    },
    readLink: (inode) => find(inode).target,
    xattrs: (inode) => find(inode).xattrs,
    read(inode, offset, length) {
      const target = new Uint8Array(Math.max(0, Math.min(length, find(inode).size - offset)));
      return target.subarray(0, readInto(inode, offset, target));
    },
    readInto,
    runs: (inode) => own.runs(ownInode(inode)),
    metadataAt: (offset) => own.metadataAt(offset),
    metadataRuns: (inode) => own.metadataRuns(ownInode(inode)),
  };
}

function statOf({ number: inode, type, mode, uid, gid, size, links, mtime, device }: Node): FileStat {
  return { inode, type, mode, uid, gid, size, links, mtime, ...(device === undefined ? {} : { device }) };
}
