import { FormatError } from '../../../bytes/index.ts';
import { inflateZlibInto } from '../../../compression/index.ts';
import { type BlockSource, readBytes } from '../../block-source.ts';
import { viewContainer } from '../../compressed/container-view.ts';
import { type ClusterMap, COMPRESSED_CLUSTER, ZERO_CLUSTER } from '../cluster-map.ts';
import { TableCache } from '../table-cache.ts';
import { readGrainDirectory } from './grain-directory.ts';
import { SECTOR, type VmdkHeader } from './vmdk-header.ts';

const ENTRY = 4;
const ZERO_GRAIN = 1;
/** Sector of the grain in the disk, and the length of its stream, which follows. */
const MARKER_LENGTH = 12;
const GRAIN = 'VMDK grain';

/** The grains of a sparse extent. Grain tables are read when they are asked for. */
export class VmdkMap implements ClusterMap {
  readonly length: number;
  readonly clusterSize: number;
  readonly tableEntries: number;
  readonly #file: BlockSource;
  readonly #header: VmdkHeader;
  readonly #directory: Float64Array;
  readonly #tables: TableCache;
  #stored: Uint8Array | undefined;

  constructor(file: BlockSource, header: VmdkHeader) {
    this.length = header.capacity;
    this.clusterSize = header.grainLength;
    this.tableEntries = header.tableEntries;
    this.#file = file;
    this.#header = header;
    this.#directory = readGrainDirectory(file, header);
    const tableLength = header.tableEntries * ENTRY;
    this.#tables = new TableCache(tableLength, (index) => new DataView(readBytes(file, this.#directory[index]!, tableLength).buffer));
  }

  locate(grain: number): number {
    const { zeroGrains, overhead, compressed } = this.#header;
    if (this.#directory[Math.floor(grain / this.tableEntries)] === 0) return ZERO_CLUSTER;
    const sector = this.#sector(grain);
    if (sector === 0 || (zeroGrains && sector === ZERO_GRAIN)) return ZERO_CLUSTER;
    const position = sector * SECTOR;
    if (position < overhead) throw this.#wrong(grain, sector, `behind the ${overhead / SECTOR} sectors of metadata`);
    const length = compressed ? MARKER_LENGTH : this.#usedLength(grain);
    if (position + length > this.#file.length) throw this.#wrong(grain, sector, `a grain inside the file's ${this.#file.length} bytes`);
    return compressed ? COMPRESSED_CLUSTER : position;
  }

  hasTable(index: number): boolean {
    return this.#directory[index] !== 0;
  }

  locateCompressed(grain: number): number {
    return this.#sector(grain) * SECTOR;
  }

  inflate(grain: number, target: Uint8Array): void {
    const position = this.locateCompressed(grain);
    const stored = this.#readStream(grain, position);
    const offset = this.#file.origin + position;
    const { length } = inflateZlibInto(stored, target, { origin: offset + MARKER_LENGTH, limit: target.length, structure: GRAIN });
    const used = this.#usedLength(grain);
    // The last grain may be as long as the disk needs.
    if (length !== target.length && length !== used) {
      throw new FormatError({ structure: GRAIN, field: 'inflated length', offset, found: length, expected: used });
    }
  }

  close(): void {
    this.#tables.clear();
    this.#stored = undefined;
  }

  #sector(grain: number): number {
    return this.#tables.get(Math.floor(grain / this.tableEntries)).getUint32((grain % this.tableEntries) * ENTRY, true);
  }

  #readStream(grain: number, position: number): Uint8Array {
    const marker = viewContainer(this.#file, 'VMDK grain marker', position, MARKER_LENGTH);
    const sector = marker.safeU64(0, 'uaLBA');
    const expected = (grain * this.clusterSize) / SECTOR;
    if (sector !== expected) throw marker.error('uaLBA', 0, sector, expected);
    const size = marker.u32(8);
    // No stream that a deflater makes is longer.
    const most = 2 * this.clusterSize;
    if (size === 0 || size > most) throw marker.error('cbSize', 8, size, `1 to ${most}`);
    if (position + MARKER_LENGTH + size > this.#file.length) throw marker.error('cbSize', 8, size, `at most what the file's ${this.#file.length} bytes hold`);
    this.#stored ??= new Uint8Array(most);
    const stored = this.#stored.subarray(0, size);
    this.#file.readInto(stored, position + MARKER_LENGTH);
    return stored;
  }

  /** What of a grain lies in the disk. */
  #usedLength(grain: number): number {
    return Math.min(this.clusterSize, this.length - grain * this.clusterSize);
  }

  #wrong(grain: number, found: number, expected: string): FormatError {
    const index = grain % this.tableEntries;
    const offset = this.#file.origin + this.#directory[Math.floor(grain / this.tableEntries)]! + index * ENTRY;
    return new FormatError({ structure: 'VMDK grain table', field: `entry ${index}`, offset, found, expected });
  }
}
