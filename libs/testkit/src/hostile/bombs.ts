import { gzipSync } from 'node:zlib';

const MIB = 1024 * 1024;
const MEMBER = 64 * MIB;
const ZSTD_BLOCK = 128 * 1024;
const RLE = 1;

/** A gzip file of many members, each 64 MiB of zeros: a thousandth of what it inflates to. */
export function gzipOfZeros(mib: number): Buffer {
  const member = gzipSync(Buffer.alloc(MEMBER), { level: 9 });
  return Buffer.concat(Array.from({ length: Math.ceil((mib * MIB) / MEMBER) }, () => member));
}

/** A zstd frame without content size, of blocks that repeat one zero byte: four bytes inflate to 128 KiB (RFC 8878, section 3.1.1). */
export function zstdOfZeros(mib: number): Buffer {
  const count = Math.ceil((mib * MIB) / ZSTD_BLOCK);
  const blocks = Buffer.alloc(count * 4);
  for (let index = 0; index < count; index++) blocks.writeUIntLE((ZSTD_BLOCK << 3) | (RLE << 1) | (index === count - 1 ? 1 : 0), index * 4, 3);
  const header = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0x68]); // no flags; a window of 8 MiB
  return Buffer.concat([header, blocks]);
}
