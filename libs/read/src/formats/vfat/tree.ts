import { FormatError, LimitError, ReadError } from '../../bytes/index.ts';
import { ClusterOwners, followChain } from './cluster-chain.ts';
import { type NamedSlot, readDirectory } from './directory.ts';
import { Attribute, type DirectorySlot } from './directory-slot.ts';
import { dosTime } from './dos-time.ts';
import { clusterOffset } from './geometry.ts';
import type { Node } from './node.ts';
import type { Volume } from './volume.ts';

/** As `walk`. */
const MAX_ENTRIES = 500_000;
const MAX_DEPTH = 128;
const MODE = 0o755;
const READ_ONLY_MODE = 0o555;
export const ROOT_INODE = 1;

/** Every file and directory that the root leads to. */
export interface Tree {
  readonly nodes: ReadonlyMap<number, Node>;
  readonly label?: string;
}

interface Growth {
  readonly volume: Volume;
  readonly owners: ClusterOwners;
  readonly nodes: Map<number, Node>;
  entries: number;
  readonly pending: { readonly directory: Node; readonly parent: Node; readonly depth: number }[];
}

/**
 * Reads all directories and follows all chains once, so that two that share a cluster are found whichever is read. Damage stays with the
 * node it is in. More than 500 000 names → LimitError; what lies deeper than 128 directories is an error of its directory.
 */
export function readTree(volume: Volume): Tree {
  const owners = new ClusterOwners(volume.geometry.clusterCount);
  const root = rootNode(volume, owners);
  const growth: Growth = { volume, owners, nodes: new Map([[ROOT_INODE, root]]), entries: 0, pending: [] };
  const label = readChildren(growth, root, root, 0);
  for (const { directory, parent, depth } of growth.pending) readChildren(growth, directory, parent, depth); // grows meanwhile
  return { nodes: growth.nodes, ...(label === undefined ? {} : { label }) };
}

function rootNode({ boot, geometry, table }: Volume, owners: ClusterOwners): Node {
  const base = { inode: ROOT_INODE, path: '/', type: 'directory', mode: MODE, mtime: 0n, children: [], subdirectories: 0 } as const;
  if (boot.fat32 === undefined) {
    const runs = [{ fileOffset: 0, length: geometry.rootLength, sourceOffset: geometry.rootOffset }];
    return { ...base, firstCluster: 0, size: geometry.rootLength, runs, children: [] };
  }
  const root: Node = { ...base, firstCluster: boot.fat32.rootCluster, size: 0, runs: [], children: [] };
  attempt(
    () => followChain(table, owners, root),
    (error) => (root.chainError = error),
  );
  return root;
}

function readChildren(growth: Growth, directory: Node, parent: Node, depth: number): string | undefined {
  const { source } = growth.volume;
  if (directory.chainError !== undefined) return undefined;
  const isRoot = directory.inode === ROOT_INODE;
  return attempt(
    () => {
      if (depth > MAX_DEPTH) throw new LimitError({ structure: 'FAT directory', message: `${directory.path} is nested deeper than ${MAX_DEPTH}` });
      const { dots, label } = readDirectory(source, { ...directory, isRoot }, (named) => addChild(growth, directory, named, depth));
      if (!isRoot) checkDots(growth.volume, directory, parent, dots);
      return label;
    },
    (error) => (directory.listError = error),
  );
}

/** `.` leads to the directory itself; `..` to its parent, where 0 stands for the root. */
function checkDots({ boot, source }: Volume, directory: Node, parent: Node, dots: readonly DirectorySlot[]): void {
  const [dot, dotDot] = dots;
  if (dot === undefined || dotDot === undefined)
    throw new FormatError({ structure: `FAT directory ${directory.path}`, offset: source.origin + directory.runs[0]!.sourceOffset!, expected: '. and ..' });
  const cluster = (slot: DirectorySlot): number => firstClusterOf(slot, boot.fat32 !== undefined);
  if (cluster(dot) !== directory.firstCluster) throw dot.view.error('DIR_FstClus', 26, cluster(dot), directory.firstCluster);
  const isFine = cluster(dotDot) === parent.firstCluster || (parent.inode === ROOT_INODE && cluster(dotDot) === 0);
  if (!isFine) throw dotDot.view.error('DIR_FstClus', 26, cluster(dotDot), parent.inode === ROOT_INODE ? 0 : parent.firstCluster);
}

function addChild(growth: Growth, directory: Node, { name, alias, slot }: NamedSlot, depth: number): void {
  if (++growth.entries > MAX_ENTRIES) throw new LimitError({ structure: 'FAT filesystem', message: `more than ${MAX_ENTRIES} names` });
  const path = directory.path === '/' ? `/${name}` : `${directory.path}/${name}`;
  const known = knownDirectory(growth, slot);
  const node = known ?? makeNode(growth.volume, path, slot);
  directory.children.push({ name, inode: node.inode, ...(alias === undefined ? {} : { alias }) });
  if (node.type === 'directory') directory.subdirectories++;
  if (known !== undefined) return;
  growth.nodes.set(node.inode, node);
  attempt(
    () => followChain(growth.volume.table, growth.owners, node),
    (error) => (node.chainError = error),
  );
  if (node.type === 'directory') growth.pending.push({ directory: node, parent: directory, depth: depth + 1 });
}

/** A directory that another name led to before: a loop or a second name, which `walk` tells by its inode. */
function knownDirectory({ volume, owners }: Growth, slot: DirectorySlot): Node | undefined {
  if ((slot.attributes & Attribute.directory) === 0) return undefined;
  const firstCluster = firstClusterOf(slot, volume.boot.fat32 !== undefined);
  const owner = firstCluster > volume.geometry.clusterCount + 1 ? undefined : owners.ownerOf(firstCluster);
  return owner?.type === 'directory' && owner.firstCluster === firstCluster ? owner : undefined;
}

/**
 * FAT has no inodes. A file gets the offset of its entry, which is a multiple of 32; a directory the offset of its first
 * cluster plus 2, so that every name of it gives the same. A directory without a valid first cluster is numbered like a file.
 */
function makeNode({ boot, geometry }: Volume, path: string, slot: DirectorySlot): Node {
  const isDirectory = (slot.attributes & Attribute.directory) !== 0;
  const firstCluster = firstClusterOf(slot, boot.fat32 !== undefined);
  const hasCluster = firstCluster >= 2 && firstCluster < 2 + geometry.clusterCount;
  return {
    inode: isDirectory && hasCluster ? clusterOffset(geometry, firstCluster) + 2 : slot.sourceOffset,
    ...{ path, firstCluster },
    type: isDirectory ? 'directory' : 'file',
    mode: !isDirectory && (slot.attributes & Attribute.readOnly) !== 0 ? READ_ONLY_MODE : MODE,
    mtime: dosTime(slot.writeDate, slot.writeTime),
    size: isDirectory ? 0 : slot.size,
    ...{ runs: [], children: [], subdirectories: 0 },
  };
}

function firstClusterOf(slot: DirectorySlot, isFat32: boolean): number {
  return isFat32 ? slot.firstClusterHigh * 2 ** 16 + slot.firstClusterLow : slot.firstClusterLow;
}

function attempt<T>(action: () => T, onError: (error: ReadError) => void): T | undefined {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    onError(error);
    return undefined;
  }
}
