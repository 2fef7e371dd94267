import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Ebitmap, readEbitmap } from './ebitmap.ts';
import { PolicyCursor } from './policy-cursor.ts';

const SEED = 20261125;
const bitSets = fc.uniqueArray(fc.oneof(fc.integer({ min: 0, max: 200 }), fc.constantFrom(0, 31, 32, 63, 64, 65_535)), { maxLength: 80 });
const u32 = (...values: number[]) => {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => void bytes.writeUInt32LE(value >>> 0, 4 * index));
  return bytes;
};
const read = (...values: number[]) => readEbitmap(new PolicyCursor(u32(...values), 0), 'x');
const ascending = (bits: readonly number[]) => [...bits].sort((a, b) => a - b);

describe('Ebitmap', () => {
  it('answers as a set of numbers does', () => {
    fc.assert(
      fc.property(bitSets, bitSets, (bits, others) => {
        const map = Ebitmap.of(bits);
        expect(map.toArray()).toEqual(ascending(bits));
        expect(map.size).toBe(bits.length);
        expect(map.highest).toBe(Math.max(-1, ...bits));
        expect(map.isEmpty).toBe(bits.length === 0);
        for (const bit of others) expect(map.has(bit)).toBe(bits.includes(bit));
        expect(map.isSubsetOf(Ebitmap.of(others))).toBe(bits.every((bit) => others.includes(bit)));
        expect(map.isSubsetOf(Ebitmap.of([...bits, ...others]))).toBe(true);
      }),
      { seed: SEED, numRuns: 500 },
    );
  });

  it('reads two nodes, the second words of their maps too', () => {
    expect(read(64, 192, 2, 0, 1, 0x8000_0000, 128, 0x8000_0000, 1).toArray()).toEqual([0, 63, 159, 160]);
  });

  it('ignores the number of nodes when the highest bit is 0, as the kernel does', () => {
    const cursor = new PolicyCursor(u32(64, 0, 5, 7), 0);
    expect(readEbitmap(cursor, 'x').isEmpty).toBe(true);
    expect(cursor.u32('next')).toBe(7);
  });

  it.each([
    ['maps of 32 bits', [32, 0, 0], 'x mapunit'],
    ['a highest bit inside a map', [64, 65, 1, 0, 1, 0], 'x highbit'],
    ['a start inside a map', [64, 64, 1, 32, 1, 0], 'x startbit'],
    ['a start behind the highest bit', [64, 64, 1, 64, 1, 0], 'x startbit'],
    ['nodes out of order', [64, 128, 2, 64, 1, 0, 0, 1, 0], 'x startbit'],
    ['one start twice', [64, 64, 2, 0, 1, 0, 0, 1, 0], 'x startbit'],
    ['an empty node', [64, 64, 1, 0, 0, 0], 'x map'],
    ['a highest bit above the last node', [64, 128, 1, 0, 1, 0], 'x highbit'],
    ['no node for the highest bit', [64, 64, 0], 'x highbit'],
    ['more nodes than bytes', [64, 0xffff_ffc0, 0xffff_ffff], 'x nodes'],
  ])('refuses %s', (_, values, field) => {
    expect(() => read(...values)).toThrow(expect.objectContaining({ name: 'FormatError', detail: expect.objectContaining({ field }) }));
  });
});
