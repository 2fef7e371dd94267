import { createHash, createHmac, scryptSync } from 'node:crypto';
import { memorySource } from '@staticfire/read/block-source';
import { describe, expect, it } from 'vitest';
import { type KeyedBy, SecretFingerprints } from './secret-fingerprints.ts';

const SECRET = Buffer.from('correct horse');
/** A dm-verity superblock: signature, version 1, hash type 1, uuid, algorithm, 4096-byte blocks, 1 data block, no salt. */
const TREE = Buffer.alloc(8192);
TREE.write('verity\0\0', 'latin1');
TREE.writeUInt32LE(1, 8);
TREE.writeUInt32LE(1, 12);
TREE.write('sha256', 32);
TREE.writeUInt32LE(4096, 64);
TREE.writeUInt32LE(4096, 68);
TREE.writeBigUInt64LE(1n, 72);

type Role = KeyedBy[number]['role'];
const part = (role: Role, bytes: Uint8Array, bank: 'A' | 'B' = 'A'): KeyedBy[number] => ({
  role,
  source: memorySource(bytes),
  ...(role === 'PRIVATE' ? {} : { bank }),
});
const of = (...partitions: KeyedBy) => new SecretFingerprints(partitions).of(SECRET);
const changed = (bytes: Uint8Array) => Buffer.concat([bytes.subarray(0, -1), Buffer.from([9])]);

const ROOT = Buffer.alloc(4096, 1);
const PRIVATE = Buffer.alloc(4096, 2);
const known = of(part('ROOT', ROOT), part('HASH', TREE), part('PRIVATE', PRIVATE));

describe('SecretFingerprints', () => {
  it('are HMAC-SHA-256 of what scrypt makes, both with the key of the image', () => {
    const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
    const key = createHash('sha256')
      .update(`staticfire secret fingerprint 1\nHASH A ${digest(TREE)}\nPRIVATE  ${digest(PRIVATE)}`)
      .digest();
    const stretched = scryptSync('correcthorse', key, 32, { N: 16384, r: 8, p: 1 });
    expect(known).toBe(createHmac('sha256', key).update(stretched).digest('hex').slice(0, 16));
  });

  it.each([
    ['a tree that differs', [part('ROOT', ROOT), part('HASH', changed(TREE)), part('PRIVATE', PRIVATE)]],
    ['a PRIVATE that differs', [part('ROOT', ROOT), part('HASH', TREE), part('PRIVATE', changed(PRIVATE))]],
    ['a second bank', [part('ROOT', ROOT), part('HASH', TREE), part('HASH', TREE, 'B'), part('PRIVATE', PRIVATE)]],
    ['no tree', [part('ROOT', ROOT), part('PRIVATE', PRIVATE)]],
  ])('with %s are others', (_, partitions) => expect(of(...partitions)).not.toBe(known));

  it('depend on ROOT where zeros, noise or nothing are in the place of a tree', () => {
    for (const place of [[], [part('HASH', Buffer.alloc(8192))], [part('HASH', Buffer.alloc(8192, 7))]]) {
      expect(of(part('ROOT', changed(ROOT)), ...place)).not.toBe(of(part('ROOT', ROOT), ...place));
    }
  });

  it('depend on nothing else', () => {
    expect(of(part('ROOT', changed(ROOT)), part('HASH', TREE), part('PRIVATE', PRIVATE), part('DATA', ROOT), part('BOOT', ROOT))).toBe(known);
  });
});
