import type { TomlTable, TomlValue } from 'smol-toml';
import { LimitError } from '../../bytes/index.ts';
import type { TomlStep } from './toml-setting.ts';

const MAX_VALUES = 50_000;
/** Characters of a string: the other parser takes them all as arguments of one call. */
const MAX_STRING = 32 * 1024;

/** Every scalar, empty table and empty array: path as JSON → type and value, of floats and dates the type only. Integers are bigints. */
export function flattenValues(table: TomlTable, file: string, maxDepth: number): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const visit = (value: TomlValue, path: readonly TomlStep[]): void => {
    if (path.length > maxDepth || values.size > MAX_VALUES) throw new LimitError({ structure: file, message: 'too deep or too many values' });
    if (typeof value === 'string' && value.length > MAX_STRING) throw new LimitError({ structure: file, message: `a string of ${value.length} characters` });
    const children = childrenOf(value);
    if (children === undefined) values.set(JSON.stringify(path), describe(value));
    else if (children.length === 0 && path.length > 0) values.set(JSON.stringify(path), Array.isArray(value) ? 'array []' : 'table {}');
    else for (const [step, child] of children) visit(child, [...path, step]);
  };
  visit(table, []);
  return values;
}

function childrenOf(value: TomlValue): readonly (readonly [TomlStep, TomlValue])[] | undefined {
  if (Array.isArray(value)) return value.map((child, index) => [index, child]);
  return typeof value === 'object' && !(value instanceof Date) ? Object.entries(value as TomlTable) : undefined;
}

function describe(value: TomlValue): string {
  if (typeof value === 'string') return `string ${value}`;
  if (typeof value === 'bigint') return `integer ${value}`;
  if (typeof value === 'boolean') return `boolean ${value}`;
  return typeof value === 'number' ? 'float' : 'date';
}
