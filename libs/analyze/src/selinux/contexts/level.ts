import type { MlsLevel } from '@staticfire/read/formats/selinux-policy';

const WORD = 32;

/** A sensitivity and a set of categories, for comparisons. */
export interface Level {
  /** A value; 0 in a policy without MLS. */
  readonly sensitivity: number;
  /** Bit `value - 1` for each category; as long as its last word needs. */
  readonly categories: Uint32Array;
}

export function levelOf({ sensitivity, categories }: MlsLevel): Level {
  const bits = new Uint32Array((categories.highest >> 5) + 1);
  categories.forEach((bit) => {
    bits[bit >> 5]! |= 1 << (bit & (WORD - 1));
  });
  return { sensitivity, categories: bits };
}

/** Values of categories, from 1. */
export function categorySet(values: readonly number[]): Uint32Array {
  const bits = new Uint32Array(values.length === 0 ? 0 : ((Math.max(...values) - 1) >> 5) + 1);
  for (const value of values) bits[(value - 1) >> 5]! |= 1 << ((value - 1) & (WORD - 1));
  return bits;
}

export function isSubset(part: Uint32Array, whole: Uint32Array): boolean {
  return part.every((word, index) => (word & ~(whole[index] ?? 0)) === 0);
}

/** Whether a level is at least as high and has all the categories. */
export function dominates(left: Level, right: Level): boolean {
  return left.sensitivity >= right.sensitivity && isSubset(right.categories, left.categories);
}

export function isSameLevel(left: Level, right: Level): boolean {
  return left.sensitivity === right.sensitivity && isSubset(left.categories, right.categories) && isSubset(right.categories, left.categories);
}

/** Bit numbers, ascending. */
export function categoryBits(categories: Uint32Array): number[] {
  const bits: number[] = [];
  categories.forEach((word, index) => {
    for (let left = word; left !== 0; left &= left - 1) bits.push(index * WORD + WORD - 1 - Math.clz32(left & -left));
  });
  return bits;
}
