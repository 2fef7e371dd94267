import type { BlockSource } from '../block-source.ts';
import { checkClusterMap } from './check-cluster-map.ts';
import type { ClusterMap } from './cluster-map.ts';
import { clusterSource, type VirtualFormat } from './cluster-source.ts';
import { readQcow2Header } from './qcow2/qcow2-header.ts';
import { Qcow2Map } from './qcow2/qcow2-map.ts';
import { openVmdk } from './vmdk/open-vmdk.ts';

export interface VirtualDisk {
  readonly source: BlockSource;
  /** What a user should know of the file, a sentence each. */
  readonly notes: readonly string[];
}

/** The disk inside a qcow2 or VMDK file, read in place; all of its tables are checked first. Closing it leaves `file` open. */
export function openVirtualDisk(file: BlockSource, format: VirtualFormat): VirtualDisk {
  const { map, notes } = readMap(file, format);
  const cut = checkClusterMap(map, file.length) ? [`the ${format} file ends inside a cluster: the rest of it is zeros, as qemu takes it`] : [];
  return { source: clusterSource(file, map, format), notes: [...notes, ...cut] };
}

/** The same disk once more, with `cacheBytes` of inflated clusters. */
export function reopenVirtualDisk(file: BlockSource, format: VirtualFormat, cacheBytes: number): BlockSource {
  return clusterSource(file, readMap(file, format).map, format, cacheBytes);
}

function readMap(file: BlockSource, format: VirtualFormat): { readonly map: ClusterMap; readonly notes: readonly string[] } {
  if (format === 'qcow2') {
    const header = readQcow2Header(file);
    return { map: new Qcow2Map(file, header), notes: header.dirty ? ['the qcow2 file is marked dirty: whoever wrote it did not close it'] : [] };
  }
  const { map, header } = openVmdk(file);
  return { map, notes: header.unclean ? ['the VMDK file is marked unclean: whoever wrote it did not close it'] : [] };
}
