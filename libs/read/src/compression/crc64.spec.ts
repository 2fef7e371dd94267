import { describe, expect, it } from 'vitest';
import { Crc64, crc64 } from './crc64.ts';
import { sampleBytes } from './fixtures/sample-bytes.ts';

describe('crc64', () => {
  it.each([
    ['', 0n],
    ['123456789', 0x995dc9bbdf1939fan],
  ])('of "%s" is the published value', (value, expected) => {
    expect(crc64(new TextEncoder().encode(value))).toBe(expected);
  });

  it('goes over runs of zeros as over other bytes, in pieces of any length', () => {
    const bytes = Buffer.concat([sampleBytes(1003, 3), Buffer.alloc(300_000), sampleBytes(5, 4), Buffer.alloc(200_000)]);
    for (const length of [1, 7, 4096, 65_536, 100_001, bytes.length]) {
      const checksum = new Crc64();
      for (let at = 0; at < bytes.length; at += length) checksum.update(bytes.subarray(at, at + length));
      expect([length, checksum.digest()]).toEqual([length, bitByBit(bytes)]);
    }
  });
});

function bitByBit(bytes: Uint8Array): bigint {
  let [low, high] = [0xffffffff, 0xffffffff];
  for (const byte of bytes) {
    low = (low ^ byte) >>> 0;
    for (let bit = 0; bit < 8; bit++) {
      const carry = low & 1;
      low = ((low >>> 1) | (high << 31)) >>> 0;
      high >>>= 1;
      if (carry === 1) [low, high] = [(low ^ 0xd7870f42) >>> 0, (high ^ 0xc96c5795) >>> 0];
    }
  }
  return (BigInt(~high >>> 0) << 32n) | BigInt(~low >>> 0);
}
