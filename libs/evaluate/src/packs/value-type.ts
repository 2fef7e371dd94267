/** Types of parameters and of the columns of tables. */
export const valueTypes = ['string', 'int', 'bool', 'strings'] as const;
export type ValueType = (typeof valueTypes)[number];

const MAX_STRINGS = 10_000;

export function valueFits(type: ValueType, value: unknown): boolean {
  if (type === 'int') return Number.isSafeInteger(value);
  if (type === 'bool') return typeof value === 'boolean';
  if (type === 'string') return typeof value === 'string';
  return Array.isArray(value) && value.length <= MAX_STRINGS && value.every((item) => typeof item === 'string');
}

/** `an integer, for example: 3` */
export function describeType(type: ValueType): string {
  const words = {
    string: 'a string, for example: "text"',
    int: 'an integer, for example: 3',
    bool: 'a bool, for example: true',
    strings: 'a list of strings, for example: ["a", "b"]',
  };
  return words[type];
}
