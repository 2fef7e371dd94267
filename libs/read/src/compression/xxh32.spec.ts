import { describe, expect, it } from 'vitest';
import { Xxh32, xxh32 } from './xxh32.ts';

const text = (value: string) => new TextEncoder().encode(value);

describe('xxh32', () => {
  it.each([
    ['', 0x02cc5d05],
    ['a', 0x550d7456],
    ['abc', 0x32d153ff],
    ['Nobody inspects the spammish repetition', 0xe2293b2f],
  ])('of "%s" is the published value', (value, expected) => {
    expect(xxh32(text(value))).toBe(expected);
  });

  it('is the same in pieces of any length', () => {
    const bytes = Uint8Array.from({ length: 200 }, (_, index) => index * 37);
    for (let first = 0; first <= 40; first++) {
      for (const second of [0, 1, 15, 16, 17, 33]) {
        const pieces = new Xxh32()
          .update(bytes.subarray(0, first))
          .update(bytes.subarray(first, first + second))
          .update(bytes.subarray(first + second));
        expect(pieces.digest()).toBe(xxh32(bytes));
      }
    }
  });
});
