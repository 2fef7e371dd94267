import { FormatError, LimitError, UnsupportedError } from '@staticfire/read/bytes';
import { parse, TomlError, type TomlTable, type TomlValue } from 'smol-toml';
import type { DocumentNode } from './document-node.ts';
import { tomlLines } from './toml-lines.ts';

const MAX_DEPTH = 32;
/** Characters of a line: the parser takes a string as a whole. */
const MAX_LINE = 32 * 1024;

/** A TOML document. Values of inline tables and lists have the line of the key before them. `file` names it in errors. */
export function readToml(text: string, file: string): DocumentNode {
  const long = text.split('\n').findIndex((line) => line.length > MAX_LINE);
  if (long >= 0) throw new LimitError({ structure: file, field: `line ${long + 1}`, message: `longer than ${MAX_LINE} characters` });
  const lines = tomlLines(text);
  return new TomlReader(lines, file).node(parseText(text, file), [], 1);
}

function parseText(text: string, file: string): TomlTable {
  try {
    return parse(text, { integersAsBigInt: true, maxDepth: MAX_DEPTH });
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    throw new FormatError({ structure: file, field: `line ${error.line}`, message: `TOML: ${error.message.split('\n', 1)[0]}` });
  }
}

class TomlReader {
  readonly #lines: ReadonlyMap<string, number>;
  readonly #file: string;

  constructor(lines: ReadonlyMap<string, number>, file: string) {
    this.#lines = lines;
    this.#file = file;
  }

  node(value: TomlValue, path: readonly (string | number)[], before: number): DocumentNode {
    const line = this.#lines.get(JSON.stringify(path)) ?? before;
    if (Array.isArray(value)) return { kind: 'list', line, items: value.map((item, index) => this.node(item, [...path, index], line)) };
    if (typeof value === 'string') return { kind: 'scalar', type: 'string', text: value, line };
    if (typeof value === 'bigint') return { kind: 'scalar', type: 'integer', text: String(value), line };
    if (typeof value === 'boolean') return { kind: 'scalar', type: 'boolean', text: String(value), line };
    if (typeof value === 'number') return { kind: 'scalar', type: 'float', text: String(value), line };
    if (value instanceof Date) throw new UnsupportedError({ structure: this.#file, field: `line ${line}`, message: 'dates are not supported' });
    const members = Object.entries(value as TomlTable).map(([name, member]) => [name, this.node(member, [...path, name], line)] as const);
    return { kind: 'map', line, members };
  }
}
