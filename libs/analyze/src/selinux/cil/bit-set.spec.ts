import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BitSet } from './bit-set.ts';

const SIZES = [1, 31, 32, 33, 64, 100];
const sets = fc.constantFrom(...SIZES).chain((size) => {
  const bits = fc.array(fc.nat({ max: size - 1 }));
  return fc.tuple(fc.constant(size), bits, bits);
});
const setOf = (size: number, bits: readonly number[]) => {
  const set = new BitSet(size);
  for (const bit of bits) set.add(bit);
  return set;
};
const sorted = (bits: Iterable<number>) => [...bits].sort((a, b) => a - b);

describe('BitSet', () => {
  it('is a set of numbers', () => {
    fc.assert(
      fc.property(sets, ([size, some, others]) => {
        const [left, right] = [setOf(size, some), setOf(size, others)];
        const [a, b] = [new Set(some), new Set(others)];
        expect(left.toArray()).toEqual(sorted(a));
        expect(left.union(right).toArray()).toEqual(sorted(a.union(b)));
        expect(left.intersection(right).toArray()).toEqual(sorted(a.intersection(b)));
        expect(left.symmetricDifference(right).toArray()).toEqual(sorted(a.symmetricDifference(b)));
        expect(left.complement().toArray()).toEqual(Array.from({ length: size }, (_, bit) => bit).filter((bit) => !a.has(bit)));
        expect(left.isSubsetOf(right)).toBe(a.isSubsetOf(b));
        expect(left.isEmpty).toBe(a.size === 0);
        left.addAll(right);
        expect(left.toArray()).toEqual(sorted(a.union(b)));
      }),
      { seed: 20261125, numRuns: 500 },
    );
  });

  it('adds ranges with both ends, over the borders of words', () => {
    const set = new BitSet(70);
    set.addRange(30, 65);
    expect(set.toArray()).toEqual(Array.from({ length: 36 }, (_, index) => 30 + index));
    expect([set.has(29), set.has(30), set.has(65), set.has(66)]).toEqual([false, true, true, false]);
  });

  it('is an access vector with the highest bit as well', () => {
    expect(setOf(32, [0, 31]).vector).toBe(0x80000001);
    expect(new BitSet(0).complement().toArray()).toEqual([]);
  });
});
