import type { BlockSource } from '../block-source.ts';
import { clusterSource, type VirtualFormat } from './cluster-source.ts';
import { readQcow2Header } from './qcow2/qcow2-header.ts';
import { Qcow2Map } from './qcow2/qcow2-map.ts';

export interface VirtualDisk {
  readonly source: BlockSource;
  /** What a user should know of the file, a sentence each. */
  readonly notes: readonly string[];
}

/** The disk inside a qcow2 file, read in place. Closing it leaves `file` open. */
export function openVirtualDisk(file: BlockSource, format: VirtualFormat, cacheBytes?: number): VirtualDisk {
  const header = readQcow2Header(file);
  const notes = header.dirty ? ['the qcow2 file is marked dirty: whoever wrote it did not close it'] : [];
  return { source: clusterSource(file, new Qcow2Map(file, header), format, cacheBytes), notes };
}
