import type { XattrEntry } from './xattr-entry.ts';

const FILTER_SEED = 0x25bbe08f; // EROFS_XATTR_FILTER_SEED
const FILTER_BITS = 32;
const PRIME_1 = 0x9e3779b1;
const PRIME_2 = 0x85ebca77;
const PRIME_3 = 0xc2b2ae3d;
const PRIME_4 = 0x27d4eb2f;
const PRIME_5 = 0x165667b1;
const STRIPE = 16;

/** The bit of h_name_filter that belongs to an attribute's name: XXH32 of the name without its prefix, seeded with the prefix's index. */
export function filterBit({ name, nameIndex }: Pick<XattrEntry, 'name' | 'nameIndex'>): number {
  return xxh32(name, (FILTER_SEED + nameIndex) | 0) & (FILTER_BITS - 1);
}

/** xxhash_spec.md, with a seed. */
function xxh32(bytes: Uint8Array, seed: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  let hash = (seed + PRIME_5) | 0;
  if (bytes.length >= STRIPE) {
    const lanes = [seed + PRIME_1 + PRIME_2, seed + PRIME_2, seed, seed - PRIME_1];
    for (; at + STRIPE <= bytes.length; at += STRIPE)
      for (let lane = 0; lane < 4; lane++) lanes[lane] = round(lanes[lane]!, view.getInt32(at + lane * 4, true));
    hash = rotate(lanes[0]!, 1) + rotate(lanes[1]!, 7) + rotate(lanes[2]!, 12) + rotate(lanes[3]!, 18);
  }
  hash = (hash + bytes.length) | 0;
  for (; at + 4 <= bytes.length; at += 4) hash = Math.imul(rotate(hash + Math.imul(view.getInt32(at, true), PRIME_3), 17), PRIME_4);
  for (; at < bytes.length; at++) hash = Math.imul(rotate(hash + Math.imul(bytes[at]!, PRIME_5), 11), PRIME_1);
  hash = Math.imul(hash ^ (hash >>> 15), PRIME_2);
  hash = Math.imul(hash ^ (hash >>> 13), PRIME_3);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function round(lane: number, word: number): number {
  return Math.imul(rotate((lane + Math.imul(word, PRIME_2)) | 0, 13), PRIME_1);
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
