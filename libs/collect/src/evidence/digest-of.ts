import { createHash } from 'node:crypto';
import type { BlockSource } from '@staticfire/read/block-source';

const CHUNK = 1024 * 1024;

/** SHA-256 of a whole source, hexadecimal, one MiB at a time. */
export function digestOf(source: BlockSource): string {
  const hash = createHash('sha256');
  const chunk = new Uint8Array(Math.min(CHUNK, source.length));
  for (let at = 0; at < source.length; at += chunk.length) {
    const part = chunk.subarray(0, Math.min(chunk.length, source.length - at));
    source.readInto(part, at);
    hash.update(part);
  }
  return hash.digest('hex');
}
