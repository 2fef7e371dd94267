import { deflateSync } from 'node:zlib';

export interface VmdkRecipe {
  /** Grains behind markers, and a footer that tells where the directory is: streamOptimized; or monolithicSparse. */
  readonly stream?: boolean;
  /** In the grains of the disk, by number: nothing elsewhere. */
  readonly grains?: Readonly<Record<number, Uint8Array | 'zero'>>;
  /** Of the disk, in sectors. */
  readonly capacity?: number;
  /** Lines of the descriptor that replace those of the same key, take them away, or are added. */
  readonly descriptor?: Readonly<Record<string, string | undefined>>;
  /** The lines of extents; one that is right when left out. */
  readonly extents?: readonly string[];
}

const SECTOR = 512;
const GRAIN_SECTORS = 8;
const TABLE_ENTRIES = 4;
const DESCRIPTOR_SECTORS = 2;
const AT_END = 0xffffffffffffffffn;

/** Where the parts of a file made by `vmdkFile` lie, in sectors; each grain table has a sector, the first behind the directory. */
export const VMDK_PARTS = { descriptor: 1, directory: 3, tables: 4 } as const;

/** A VMDK disk (Virtual Disk Format 1.1) with grains of 4 KiB and tables of four. */
export function vmdkFile(recipe: VmdkRecipe = {}): Buffer {
  const { stream = false, grains = {}, capacity = 64 } = recipe;
  const tables = Math.ceil(capacity / (GRAIN_SECTORS * TABLE_ENTRIES));
  const overhead = VMDK_PARTS.tables + tables;
  const metadata = Buffer.alloc(overhead * SECTOR);
  const parts: Buffer[] = [metadata];
  let end = overhead;
  for (let table = 0; table < tables; table++) metadata.writeUInt32LE(VMDK_PARTS.tables + table, VMDK_PARTS.directory * SECTOR + table * 4);
  for (const [key, content] of Object.entries(grains)) {
    const index = Number(key);
    const entry = (VMDK_PARTS.tables + Math.floor(index / TABLE_ENTRIES)) * SECTOR + (index % TABLE_ENTRIES) * 4;
    metadata.writeUInt32LE(content === 'zero' ? 1 : end, entry);
    if (content === 'zero') continue;
    const part = inSectors(stream ? markedGrain(index, content) : Buffer.from(content));
    parts.push(part);
    end += part.length / SECTOR;
  }
  writeHeader(metadata, { capacity, overhead, stream, directory: stream ? AT_END : BigInt(VMDK_PARTS.directory) });
  metadata.write(descriptorOf(recipe, capacity), VMDK_PARTS.descriptor * SECTOR, 'latin1');
  return Buffer.concat(stream ? [...parts, footer(capacity, overhead)] : parts);
}

interface HeaderRecipe {
  readonly capacity: number;
  readonly overhead: number;
  readonly stream: boolean;
  readonly directory: bigint;
}

function writeHeader(bytes: Buffer, { capacity, overhead, stream, directory }: HeaderRecipe): void {
  bytes.write('KDMV', 0, 'latin1');
  bytes.writeUInt32LE(stream ? 3 : 2, 4);
  bytes.writeUInt32LE(stream ? 0x30005 : 0x5, 8);
  bytes.writeBigUInt64LE(BigInt(capacity), 12);
  bytes.writeBigUInt64LE(BigInt(GRAIN_SECTORS), 20);
  bytes.writeBigUInt64LE(BigInt(VMDK_PARTS.descriptor), 28);
  bytes.writeBigUInt64LE(BigInt(DESCRIPTOR_SECTORS), 36);
  bytes.writeUInt32LE(TABLE_ENTRIES, 44);
  bytes.writeBigUInt64LE(directory, 56);
  bytes.writeBigUInt64LE(BigInt(overhead), 64);
  bytes.write('\n \r\n', 73, 'latin1');
  bytes.writeUInt16LE(stream ? 1 : 0, 77);
}

function footer(capacity: number, overhead: number): Buffer {
  const bytes = Buffer.alloc(3 * SECTOR);
  bytes.writeUInt32LE(1, 0);
  bytes.writeUInt32LE(3, 12);
  writeHeader(bytes.subarray(SECTOR, 2 * SECTOR), { capacity, overhead, stream: true, directory: BigInt(VMDK_PARTS.directory) });
  return bytes;
}

function markedGrain(index: number, content: Uint8Array): Buffer {
  const stream = deflateSync(content);
  const marker = Buffer.alloc(12);
  marker.writeBigUInt64LE(BigInt(index * GRAIN_SECTORS), 0);
  marker.writeUInt32LE(stream.length, 8);
  return Buffer.concat([marker, stream]);
}

function inSectors(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((SECTOR - (bytes.length % SECTOR)) % SECTOR)]);
}

function descriptorOf({ stream = false, descriptor = {}, extents }: VmdkRecipe, capacity: number): string {
  const fields = { version: '1', CID: 'fffffffe', parentCID: 'ffffffff', createType: stream ? '"streamOptimized"' : '"monolithicSparse"', ...descriptor };
  const lines = Object.entries(fields).flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${value}`]));
  return ['# Disk DescriptorFile', ...lines, '# Extent description', ...(extents ?? [`RW ${capacity} SPARSE "disk.vmdk"`]), ''].join('\n');
}
