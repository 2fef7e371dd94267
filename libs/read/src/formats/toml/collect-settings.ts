import type { AST } from 'toml-eslint-parser';
import { FormatError, LimitError } from '../../bytes/index.ts';
import { type TomlSetting, type TomlStep, tomlKey } from './toml-setting.ts';

const MAX_VALUES = 50_000;

/** The values of a syntax tree in the order of the file. A table counts as empty when nothing in the whole document lies below it. */
export function collectSettings(program: AST.TOMLProgram, file: string, maxDepth: number): TomlSetting[] {
  const collector = new SettingsCollector(file, maxDepth);
  for (const node of program.body[0].body) {
    if (node.type === 'TOMLKeyValue') collector.keyValue(node, []);
    else collector.table(node);
  }
  return collector.end();
}

class SettingsCollector {
  readonly #file: string;
  readonly #maxDepth: number;
  readonly #settings: TomlSetting[] = [];
  /** JSON of every path that has something below it. */
  readonly #filled = new Set<string>();

  constructor(file: string, maxDepth: number) {
    this.#file = file;
    this.#maxDepth = maxDepth;
  }

  table(node: AST.TOMLTable): void {
    this.#add(node.resolvedKey, 'table', '{}', node);
    for (const child of node.body) this.keyValue(child, node.resolvedKey);
  }

  keyValue(node: AST.TOMLKeyValue, parent: readonly TomlStep[]): void {
    this.#value(node.value, [...parent, ...node.key.keys.map((key) => (key.type === 'TOMLBare' ? key.name : key.value))]);
  }

  /** What turned out not to be empty is left out, and so is the second header of one table. */
  end(): TomlSetting[] {
    return this.#settings.filter(({ path, type }) => !(type === 'table' || type === 'array') || !this.#filled.has(JSON.stringify(path)));
  }

  #value(node: AST.TOMLContentNode, path: readonly TomlStep[]): void {
    if (node.type === 'TOMLValue') {
      if (node.kind === 'integer' && BigInt.asIntN(64, node.bigint) !== node.bigint) throw this.#tooLarge(node);
      this.#add(path, ...scalar(node), node);
    } else if (node.type === 'TOMLArray') {
      this.#add(path, 'array', '[]', node);
      node.elements.forEach((element, index) => void this.#value(element, [...path, index]));
    } else {
      this.#add(path, 'table', '{}', node);
      for (const child of node.body) this.keyValue(child, path);
    }
  }

  #tooLarge(node: AST.TOMLIntegerValue): FormatError {
    return new FormatError({ structure: this.#file, field: `line ${node.loc.start.line}`, found: node.number, expected: 'an integer of 64 bits' });
  }

  #add(path: readonly TomlStep[], type: TomlSetting['type'], value: string, node: AST.TOMLNode): void {
    if (path.length > this.#maxDepth) throw new LimitError({ structure: this.#file, message: `nested deeper than ${this.#maxDepth}` });
    if (this.#settings.length > MAX_VALUES) throw new LimitError({ structure: this.#file, message: `more than ${MAX_VALUES} values` });
    for (let length = path.length - 1; length > 0; length--) {
      const above = JSON.stringify(path.slice(0, length));
      if (this.#filled.has(above)) break;
      this.#filled.add(above);
    }
    this.#settings.push({ path, key: tomlKey(path), type, value, line: node.loc.start.line, lastLine: node.loc.end.line });
  }
}

function scalar(node: AST.TOMLValue): [TomlSetting['type'], string] {
  switch (node.kind) {
    case 'string':
      return ['string', node.value];
    case 'integer':
      return ['integer', String(node.bigint)];
    case 'float':
      return ['float', node.number];
    case 'boolean':
      return ['boolean', String(node.value)];
    default:
      return ['date', node.datetime];
  }
}
