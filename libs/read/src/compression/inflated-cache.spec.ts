import { describe, expect, it } from 'vitest';
import { InflatedCache } from './inflated-cache.ts';

const MIB = 2 ** 20;

describe('the cache of inflated pieces', () => {
  it.each([0, 1000])('keeps what was inflated last, and never mixes two, when %i bytes of what was asked for stay unused', (unused) => {
    const cache = new InflatedCache<number>(16 * MIB);
    const lengths: number[] = [];
    for (let key = 0; key < 200; key++) {
      const length = 1 + ((key * 7919) % (3 * MIB));
      cache.add(key, length + unused, (target) => target.subarray(0, length).fill(key).length);
      lengths.push(length);
      for (const [known, expected] of lengths.entries()) {
        const bytes = cache.get(known);
        if (bytes !== undefined) expect([bytes.length, bytes[0], bytes.at(-1)]).toEqual([expected, known, known]);
      }
      expect(cache.get(key)).toBeDefined();
    }
    expect(lengths.filter((_, key) => cache.get(key) !== undefined).length).toBeGreaterThan(3);
  });

  it('keeps nothing when inflating fails', () => {
    const cache = new InflatedCache<string>(MIB);
    expect(() =>
      cache.add('bad', 10, () => {
        throw new Error('damaged');
      }),
    ).toThrow('damaged');
    expect(cache.get('bad')).toBeUndefined();
  });
});
