import { FormatError } from '../../bytes/index.ts';
import { entryError, type FatTable, fatEntry } from './fat-table.ts';
import { clusterOffset, ENTRY_LENGTH, FIRST_CLUSTER, lastCluster } from './geometry.ts';
import type { Node } from './node.ts';

const MAX_DIRECTORY_LENGTH = 65_536 * ENTRY_LENGTH;

/** Which node each cluster belongs to. A cluster is claimed once: by no chain twice, by no two chains. */
export class ClusterOwners {
  readonly #owners: Int32Array;
  readonly #nodes: Node[] = [];

  constructor(clusterCount: number) {
    this.#owners = new Int32Array(FIRST_CLUSTER + clusterCount);
  }

  ownerOf(cluster: number): Node | undefined {
    return this.#nodes[this.#owners[cluster]! - 1];
  }

  claim(cluster: number, node: Node): void {
    if (this.#nodes.at(-1) !== node) this.#nodes.push(node);
    this.#owners[cluster] = this.#nodes.length;
  }
}

/**
 * Follows a node's chain and fills in `runs`, and a directory's `size`. Throws a FormatError on whatever is no chain of the right
 * length: a first cluster that is none, a free, bad or reserved entry on the way, an end too early or none where the size wants it,
 * a loop, a cluster that another file or directory has; that one gets an error of its own.
 */
export function followChain(table: FatTable, owners: ClusterOwners, node: Node): void {
  const { clusterSize } = table.geometry;
  const wanted = node.type === 'file' ? Math.ceil(node.size / clusterSize) : undefined;
  if (wanted === 0 && node.firstCluster === 0) return;
  checkFirstCluster(table, node, wanted);
  const most = wanted ?? Math.max(1, Math.floor(MAX_DIRECTORY_LENGTH / clusterSize));
  let cluster = node.firstCluster;
  for (let count = 1; ; count++) {
    claimCluster(table, owners, node, cluster);
    appendCluster(table, node, cluster);
    const next = nextCluster(table, node, cluster);
    if (next === undefined) {
      if (wanted !== undefined && count < wanted) throw entryError(table, cluster, 'end of chain', `${wanted} clusters for ${node.size} bytes`, node.path);
      break;
    }
    if (owners.ownerOf(next) === node) throw entryError(table, cluster, next, 'no loop', node.path);
    if (count >= most)
      throw entryError(table, cluster, next, `end of chain after ${most} clusters${wanted === undefined ? '' : ` for ${node.size} bytes`}`, node.path);
    cluster = next;
  }
  if (node.type === 'directory') node.size = node.runs.reduce((sum, { length }) => sum + length, 0);
  else trimRuns(node);
}

function checkFirstCluster(table: FatTable, { firstCluster, path, size }: Node, wanted: number | undefined): void {
  const last = lastCluster(table.geometry);
  const structure = `FAT directory entry of ${path}`;
  if (wanted === 0) throw new FormatError({ structure, field: 'DIR_FstClus', found: firstCluster, expected: '0 for 0 bytes' });
  if (firstCluster < FIRST_CLUSTER || firstCluster > last)
    throw new FormatError({ structure, field: 'DIR_FstClus', found: firstCluster, expected: `${FIRST_CLUSTER} to ${last}` });
  if (wanted !== undefined && wanted > table.geometry.clusterCount)
    throw new FormatError({ structure, field: 'DIR_FileSize', found: size, expected: `at most ${table.geometry.clusterCount * table.geometry.clusterSize}` });
}

function claimCluster({ origin, geometry }: FatTable, owners: ClusterOwners, node: Node, cluster: number): void {
  const owner = owners.ownerOf(cluster);
  if (owner === undefined) {
    owners.claim(cluster, node);
    return;
  }
  const shared = (own: Node, other: Node): FormatError =>
    new FormatError({
      structure: `FAT chain of ${own.path}`,
      offset: origin + clusterOffset(geometry, cluster),
      message: `cluster ${cluster} belongs to ${other.path} as well`,
    });
  owner.chainError ??= shared(owner, node);
  throw shared(node, owner);
}

function appendCluster({ geometry }: FatTable, node: Node, cluster: number): void {
  const { clusterSize } = geometry;
  const last = node.runs.at(-1);
  const sourceOffset = clusterOffset(geometry, cluster);
  if (last !== undefined && last.sourceOffset! + last.length === sourceOffset) node.runs[node.runs.length - 1] = { ...last, length: last.length + clusterSize };
  else node.runs.push({ fileOffset: last === undefined ? 0 : last.fileOffset + last.length, length: clusterSize, sourceOffset });
}

function nextCluster(table: FatTable, node: Node, cluster: number): number | undefined {
  const entry = fatEntry(table, cluster);
  if (entry.kind === 'next') return entry.cluster;
  if (entry.kind === 'end') return undefined;
  throw entryError(table, cluster, entry.kind, 'the next cluster or the end of the chain', node.path);
}

/** The last cluster of a file is used as far as the size goes. */
function trimRuns(node: Node): void {
  const last = node.runs.pop()!;
  node.runs.push({ ...last, length: node.size - last.fileOffset });
}
