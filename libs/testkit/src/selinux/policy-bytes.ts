import type { ContextRecipe, LevelRecipe, RangeRecipe, Values } from './policy-recipe.ts';

const MAP_SIZE = 64;

export function u32(...values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(4 * values.length);
  values.forEach((value, index) => void buffer.writeUInt32LE(value >>> 0, 4 * index));
  return buffer;
}

export function u16(...values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(2 * values.length);
  values.forEach((value, index) => void buffer.writeUInt16LE(value, 2 * index));
  return buffer;
}

/** Text, one byte for each character. */
export function bytes(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

/** u32 length, then the text. */
export function name(text: string): Buffer {
  return Buffer.concat([u32(text.length), bytes(text)]);
}

/** A set of bit numbers. */
export function ebitmap(bits: readonly number[]): Buffer {
  const starts = [...new Set(bits.map((bit) => bit - (bit % MAP_SIZE)))].sort((a, b) => a - b);
  const nodes = starts.map((start) => {
    const map = bits.filter((bit) => bit >= start && bit < start + MAP_SIZE).reduce((word, bit) => word | (1n << BigInt(bit - start)), 0n);
    return Buffer.concat([u32(start), u32(Number(map & 0xffffffffn), Number(map >> 32n))]);
  });
  const highest = starts.length === 0 ? 0 : starts.at(-1)! + MAP_SIZE;
  return Buffer.concat([u32(MAP_SIZE, highest, nodes.length), ...nodes]);
}

/** A set of values, whose bits are the values less 1. */
export function valueMap(values: Values): Buffer {
  return ebitmap(values.map((value) => value - 1));
}

export function level({ sensitivity, categories }: LevelRecipe): Buffer {
  return Buffer.concat([u32(sensitivity), valueMap(categories)]);
}

export function range(levels: RangeRecipe): Buffer {
  return Buffer.concat([u32(levels.length, ...levels.map(({ sensitivity }) => sensitivity)), ...levels.map(({ categories }) => valueMap(categories))]);
}

export function context({ user, role, type, range: levels }: ContextRecipe): Buffer {
  return Buffer.concat([u32(user, role, type), range(levels)]);
}
