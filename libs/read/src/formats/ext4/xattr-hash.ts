import { hex } from './checksums.ts';
import { alignToFour, type XattrArea, type XattrEntry } from './xattr-area.ts';

/** Compares e_hash with the name and value. `hashed` is the value, or the hash of a value that has its own inode. */
export function verifyEntryHash({ view }: XattrArea, { at, name, hash }: XattrEntry, hashed: Uint8Array): void {
  if (hash === 0) return;
  const computed = entryHash(name, hashed, (byte) => byte);
  // Linux and e2fsprogs once sign-extended name bytes, depending on the processor; both count as valid.
  if (hash === computed || hash === entryHash(name, hashed, (byte) => (byte << 24) >> 24)) return;
  throw view.error('e_hash', at + 12, hex(hash), hex(computed));
}

function entryHash(name: Uint8Array, value: Uint8Array, toInteger: (byte: number) => number): number {
  let hash = 0;
  for (const byte of name) hash = (hash << 5) ^ (hash >>> 27) ^ toInteger(byte);
  const words = new DataView(padded(value).buffer);
  for (let at = 0; at < words.byteLength; at += 4) hash = (hash << 16) ^ (hash >>> 16) ^ words.getUint32(at, true);
  return hash >>> 0;
}

function padded(value: Uint8Array): Uint8Array {
  const whole = new Uint8Array(alignToFour(value.length));
  whole.set(value);
  return whole;
}
