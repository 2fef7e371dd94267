import type { BlockSource } from '../block-source.ts';
import { clusterSource, type VirtualFormat } from './cluster-source.ts';
import { readQcow2Header } from './qcow2/qcow2-header.ts';
import { Qcow2Map } from './qcow2/qcow2-map.ts';
import { openVmdk } from './vmdk/open-vmdk.ts';

export interface VirtualDisk {
  readonly source: BlockSource;
  /** What a user should know of the file, a sentence each. */
  readonly notes: readonly string[];
}

/** The disk inside a qcow2 or VMDK file, read in place. Closing it leaves `file` open. */
export function openVirtualDisk(file: BlockSource, format: VirtualFormat, cacheBytes?: number): VirtualDisk {
  const { map, notes } = format === 'qcow2' ? qcow2Map(file) : vmdkMap(file);
  return { source: clusterSource(file, map, format, cacheBytes), notes };
}

function qcow2Map(file: BlockSource) {
  const header = readQcow2Header(file);
  return { map: new Qcow2Map(file, header), notes: header.dirty ? ['the qcow2 file is marked dirty: whoever wrote it did not close it'] : [] };
}

function vmdkMap(file: BlockSource) {
  const { map, header } = openVmdk(file);
  return { map, notes: header.unclean ? ['the VMDK file is marked unclean: whoever wrote it did not close it'] : [] };
}
