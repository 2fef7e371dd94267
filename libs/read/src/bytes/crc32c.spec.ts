import { describe, expect, it } from 'vitest';
import { crc32c } from './crc32c.ts';

describe('crc32c', () => {
  // RFC 3720 appendix B.4 lists the inverted values.
  it.each([
    ['32 bytes of zeros', new Uint8Array(32), 0x8a9136aa],
    ['32 bytes of ones', new Uint8Array(32).fill(0xff), 0x62a8ab43],
    ['ascending bytes', Uint8Array.from({ length: 32 }, (_, i) => i), 0x46dd794e],
    ['a length that is no multiple of eight', new TextEncoder().encode('123456789'), 0xe3069283],
  ])('of %s is the published value', (_, bytes, expected) => {
    expect(~crc32c(bytes) >>> 0).toBe(expected);
  });

  it('can be continued', () => {
    const bytes = Uint8Array.from({ length: 100 }, (_, i) => i * 7);
    expect(crc32c(bytes.subarray(33), crc32c(bytes.subarray(0, 33)))).toBe(crc32c(bytes));
  });
});
