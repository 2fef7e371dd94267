import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { prefixDeflate, storeDeflate } from './deflate-prefix.ts';
import { sampleBytes } from './fixtures/sample-bytes.ts';

const CONTENT = sampleBytes(9000, 2);

/** The same bits from bit `bit` of the first byte on, behind ones. */
function shift(data: Uint8Array, bit: number): Buffer {
  const shifted = Buffer.alloc(data.length + 1);
  shifted[0] = (1 << bit) - 1;
  data.forEach((byte, index) => {
    shifted[index]! |= (byte << bit) & 0xff;
    shifted[index + 1] = byte >>> (8 - bit);
  });
  return shifted;
}

describe('prefixDeflate', () => {
  it.each([0, 1, 2, 3, 4, 5, 6, 7])('lets an inflater begin at bit %i', (bit) => {
    for (const strategy of [0, 2, 4]) {
      const [first, ...rest] = shift(deflateRawSync(CONTENT, { strategy }), bit);
      expect(inflateRawSync(Buffer.concat([prefixDeflate(bit, first!), Buffer.from(rest)])).equals(CONTENT)).toBe(true);
    }
    expect(prefixDeflate(bit, 0xff).length).toBeLessThan(17);
  });
});

describe('storeDeflate', () => {
  it.each([1, 300, 32 * 1024, 65_535])('gives %i bytes for what follows to refer to', (length) => {
    const window = sampleBytes(length, 3);
    const data = deflateRawSync(CONTENT, { dictionary: window });
    expect(inflateRawSync(Buffer.concat([storeDeflate(window), data])).equals(Buffer.concat([window, CONTENT]))).toBe(true);
  });
});
