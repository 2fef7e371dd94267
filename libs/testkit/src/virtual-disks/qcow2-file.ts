import { deflateRawSync } from 'node:zlib';

export interface Qcow2Recipe {
  readonly version?: 2 | 3;
  readonly clusterBits?: number;
  /** What lies in the clusters of the disk: bytes as they are, `deflate` of them, or zeros by flag; nothing elsewhere. */
  readonly clusters?: Readonly<Record<number, Uint8Array | { readonly deflate: Uint8Array } | 'zero'>>;
  /** Of the disk, in clusters. */
  readonly count?: number;
}

/** Where the parts of a file made by `qcow2File` lie, in clusters. */
export const QCOW2_PARTS = { refcountTable: 1, refcountBlock: 2, l1: 3, l2: 4, data: 5 } as const;

/** A qcow2 disk with one L2 table (docs/interop/qcow2.txt): valid, every reference count 1. */
export function qcow2File({ version = 3, clusterBits = 9, clusters = {}, count = 8 }: Qcow2Recipe = {}): Buffer {
  const size = 2 ** clusterBits;
  const { refcountTable, refcountBlock, l1, l2, data } = QCOW2_PARTS;
  const entries = Object.entries(clusters).map(([index, content]) => ({ index: Number(index), content }));
  const stored = entries.filter(({ content }) => content !== 'zero');
  const file = Buffer.alloc((data + stored.length) * size);
  writeHeader(file, { version, clusterBits, length: BigInt(count * size) });
  file.writeBigUInt64BE(BigInt(refcountBlock * size), refcountTable * size);
  for (let index = 0; index < data + stored.length; index++) file.writeUInt16BE(1, refcountBlock * size + index * 2);
  file.writeBigUInt64BE(COPIED | BigInt(l2 * size), l1 * size);
  for (const { index, content } of entries) {
    const position = (data + stored.findIndex((each) => each.index === index)) * size;
    file.writeBigUInt64BE(writeCluster(file, content, position, clusterBits), l2 * size + index * 8);
  }
  return file;
}

const COPIED = 1n << 63n;
const COMPRESSED = 1n << 62n;
const SECTOR = 512;

function writeHeader(file: Buffer, { version, clusterBits, length }: { version: number; clusterBits: number; length: bigint }): void {
  const size = 2 ** clusterBits;
  file.write('QFI\xfb', 0, 'latin1');
  file.writeUInt32BE(version, 4);
  file.writeUInt32BE(clusterBits, 20);
  file.writeBigUInt64BE(length, 24);
  file.writeUInt32BE(1, 36);
  file.writeBigUInt64BE(BigInt(QCOW2_PARTS.l1 * size), 40);
  file.writeBigUInt64BE(BigInt(QCOW2_PARTS.refcountTable * size), 48);
  file.writeUInt32BE(1, 56);
  if (version === 2) return;
  file.writeUInt32BE(4, 96);
  file.writeUInt32BE(104, 100);
}

/** Returns the entry of the L2 table. */
function writeCluster(file: Buffer, content: Uint8Array | { readonly deflate: Uint8Array } | 'zero', position: number, clusterBits: number): bigint {
  if (content === 'zero') return 1n;
  if (content instanceof Uint8Array) {
    file.set(content, position);
    return COPIED | BigInt(position);
  }
  const stream = deflateRawSync(content.deflate, { windowBits: 12 });
  file.set(stream, position);
  const sectors = BigInt(Math.ceil(stream.length / SECTOR) - 1);
  return COMPRESSED | (sectors << BigInt(62 - (clusterBits - 8))) | BigInt(position);
}
