import type { BlockSource } from './block-source.ts';

const CHUNK = 256 * 1024;
const ZEROS = Buffer.alloc(CHUNK);

/**
 * Offset of the first byte that is not the same in both. Where one ends, zeros follow, as they do behind a filesystem that was shrunk and written into its
 * partition. None → undefined.
 */
export function findDifference(one: BlockSource, other: BlockSource): number | undefined {
  const [left, right] = [Buffer.alloc(CHUNK), Buffer.alloc(CHUNK)];
  const end = Math.max(one.length, other.length);
  for (let offset = 0; offset < end; offset += CHUNK) {
    const [a, b] = [readPart(one, left, offset), readPart(other, right, offset)];
    if (!a.equals(b)) return offset + firstDifference(a, b);
  }
  return undefined;
}

/** Behind the end the buffer of zeros itself, so that long tails cost no copies. */
function readPart(source: BlockSource, buffer: Buffer, offset: number): Buffer {
  const length = Math.min(CHUNK, source.length - offset);
  if (length <= 0) return ZEROS;
  source.readInto(buffer.subarray(0, length), offset);
  return length === CHUNK ? buffer : buffer.fill(0, length);
}

function firstDifference(a: Buffer, b: Buffer): number {
  let at = 0;
  while (a[at] === b[at]) at++;
  return at;
}
