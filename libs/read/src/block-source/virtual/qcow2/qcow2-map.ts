import { FormatError } from '../../../bytes/index.ts';
import { type BlockSource, readBytes } from '../../block-source.ts';
import { type ClusterMap, COMPRESSED_CLUSTER, ZERO_CLUSTER } from '../cluster-map.ts';
import { TableCache } from '../table-cache.ts';
import { inflateQcow2Cluster } from './inflate-qcow2-cluster.ts';
import { readL1Table } from './l1-table.ts';
import type { Qcow2Header } from './qcow2-header.ts';

const ENTRY = 8;
const SECTOR = 512;
/** Bits of an entry's high half: 62 and, in standard descriptors, 56 to 61. */
const COMPRESSED = 0x40000000;
const RESERVED_HIGH = 0x3f000000;
const OFFSET_HIGH = 0xffffff;
const DESCRIPTOR_HIGH = 0x3fffffff;
/** And of its low half. */
const ZERO = 1;
const RESERVED_LOW = 0x1fe;

/** The active state of a qcow2 disk: saved states are left alone. L2 tables are read when they are asked for. */
export class Qcow2Map implements ClusterMap {
  readonly length: number;
  readonly clusterSize: number;
  readonly #file: BlockSource;
  readonly #header: Qcow2Header;
  readonly #l1: Float64Array;
  readonly #l2: TableCache;
  readonly tableEntries: number;
  #stored: Uint8Array | undefined;

  constructor(file: BlockSource, header: Qcow2Header) {
    this.length = header.size;
    this.clusterSize = 2 ** header.clusterBits;
    this.#file = file;
    this.#header = header;
    this.#l1 = readL1Table(file, header);
    this.tableEntries = this.clusterSize / ENTRY;
    this.#l2 = new TableCache(this.clusterSize, (index) => new DataView(readBytes(file, this.#l1[index]!, this.clusterSize).buffer));
  }

  locate(cluster: number): number {
    const index = Math.floor(cluster / this.tableEntries);
    if (this.#l1[index] === 0) return ZERO_CLUSTER;
    const table = this.#l2.get(index);
    const at = (cluster % this.tableEntries) * ENTRY;
    const high = table.getUint32(at);
    if ((high & COMPRESSED) !== 0) return COMPRESSED_CLUSTER;
    const low = table.getUint32(at + 4);
    const offset = (high & OFFSET_HIGH) * 2 ** 32 + (low - (low & (SECTOR - 1)));
    if ((high & RESERVED_HIGH) !== 0 || (low & RESERVED_LOW) !== 0)
      throw this.#wrong(cluster, `0x${high.toString(16)}${low.toString(16).padStart(8, '0')}`, 'no reserved bits');
    if ((low & ZERO) !== 0) return this.#zero(cluster);
    if (offset === 0) return ZERO_CLUSTER;
    if (offset % this.clusterSize !== 0) throw this.#wrong(cluster, offset, `a multiple of ${this.clusterSize}`);
    if (offset >= this.#file.length) throw this.#wrong(cluster, offset, `a cluster inside the file's ${this.#file.length} bytes`);
    if (offset === this.#l1[index]) throw this.#wrong(cluster, offset, 'a cluster that is not the table itself');
    return offset;
  }

  hasTable(index: number): boolean {
    return this.#l1[index] !== 0;
  }

  locateCompressed(cluster: number): number {
    const { offset } = this.#descriptor(cluster);
    if (offset >= this.#file.length) throw this.#wrong(cluster, offset, `a compressed cluster inside the file's ${this.#file.length} bytes`);
    return offset;
  }

  inflate(cluster: number, target: Uint8Array): void {
    const offset = this.locateCompressed(cluster);
    const { length } = this.#descriptor(cluster);
    this.#stored ??= new Uint8Array(2 * this.clusterSize);
    const stored = this.#stored.subarray(0, Math.min(length, this.#file.length - offset));
    this.#file.readInto(stored, offset);
    inflateQcow2Cluster(stored, target, this.#header.compression, this.#file.origin + offset);
  }

  close(): void {
    this.#l2.clear();
    this.#stored = undefined;
  }

  /** The low bits are where it begins, the bits above them how many sectors it goes on after that one ("Compressed Clusters Descriptor"). */
  #descriptor(cluster: number): { offset: number; length: number } {
    const table = this.#l2.get(Math.floor(cluster / this.tableEntries));
    const at = (cluster % this.tableEntries) * ENTRY;
    const high = table.getUint32(at) & DESCRIPTOR_HIGH;
    const offsetBits = 62 - (this.#header.clusterBits - 8) - 32;
    const offset = (high & (2 ** offsetBits - 1)) * 2 ** 32 + table.getUint32(at + 4);
    return { offset, length: ((high >>> offsetBits) + 1) * SECTOR - (offset % SECTOR) };
  }

  #zero(cluster: number): number {
    if (this.#header.version === 3) return ZERO_CLUSTER;
    throw this.#wrong(cluster, 'bit 0', 'no zero flag in version 2');
  }

  #wrong(cluster: number, found: number | string, expected: string): FormatError {
    const index = cluster % this.tableEntries;
    const offset = this.#file.origin + this.#l1[Math.floor(cluster / this.tableEntries)]! + index * ENTRY;
    return new FormatError({ structure: 'qcow2 L2 table', field: `entry ${index}`, offset, found, expected });
  }
}
