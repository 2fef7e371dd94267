const MAGIC = 0x184d2204;
const STORED = 0x80000000;
const PRIMES = [2654435761, 2246822519, 3266489917, 668265263, 374761393] as const;

/** One block of an LZ4 file: bytes from the file's start. */
interface Lz4Block {
  /** Of its size word. */
  readonly start: number;
  readonly data: number;
  readonly length: number;
  readonly stored: boolean;
}

/** The blocks of a file of one frame, as the lz4 command writes it: a checksum of the content, none of blocks, no content size. */
export function blocksOf(file: Buffer): Lz4Block[] {
  const flags = file.readUInt8(4);
  if (file.readUInt32LE(0) !== MAGIC || (flags & 0b0001_1001) !== 0) throw new Error('not the frame that lz4 writes');
  const blocks: Lz4Block[] = [];
  for (let start = 7; ; ) {
    const word = file.readUInt32LE(start);
    if (word === 0) return blocks;
    const length = word % STORED;
    blocks.push({ start, data: start + 4, length, stored: word >= STORED });
    start += 4 + length;
  }
}

/** A frame of independent blocks of up to 4 MiB, without checksums but that of its header. */
export function lz4Frame(blocks: readonly Uint8Array[], contentSize?: bigint): Buffer {
  const descriptor = Buffer.alloc(contentSize === undefined ? 2 : 10);
  descriptor.writeUInt8(contentSize === undefined ? 0x60 : 0x68, 0);
  descriptor.writeUInt8(0x70, 1);
  if (contentSize !== undefined) descriptor.writeBigUInt64LE(contentSize, 2);
  const parts = blocks.flatMap((block) => [word(block.length), block]);
  return Buffer.concat([word(MAGIC), descriptor, Buffer.from([(xxh32Short(descriptor) >>> 8) & 0xff]), ...parts, word(0)]);
}

/** A block of one literal, a match `distance` bytes back that is `length` bytes long, and five literals, with which every block ends. */
export function matchBlock(distance: number, length: number): Buffer {
  const extra = length - 4 - 15;
  const lengths = Buffer.alloc(Math.floor(extra / 255) + 1, 255);
  lengths[lengths.length - 1] = extra % 255;
  return Buffer.concat([Buffer.from([0x1f, 0, distance & 0xff, distance >>> 8]), lengths, Buffer.from([0x50, 0, 0, 0, 0, 0])]);
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

/** xxHash with 32 bits of fewer than 16 bytes, seed 0: what the frame's header is checked by. */
function xxh32Short(bytes: Buffer): number {
  const [p1, p2, p3, p4, p5] = PRIMES;
  let hash = (p5 + bytes.length) >>> 0;
  let at = 0;
  for (; at + 4 <= bytes.length; at += 4) hash = Math.imul(rotated(hash + Math.imul(bytes.readUInt32LE(at), p3), 17), p4);
  for (; at < bytes.length; at++) hash = Math.imul(rotated(hash + Math.imul(bytes[at]!, p5), 11), p1);
  hash = Math.imul(hash ^ (hash >>> 15), p2);
  hash = Math.imul(hash ^ (hash >>> 13), p3);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function rotated(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
