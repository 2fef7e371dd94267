import { FormatError, LimitError, UnsupportedError } from '@staticfire/read/bytes';
import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseAllDocuments, type Scalar } from 'yaml';
import type { DocumentNode, ScalarNode, ScalarType } from './document-node.ts';

const MAX_DEPTH = 32;
/** Signs that open a collection in one line; the parser goes down one call for each. */
const MAX_FLOW = 1000;

/** One YAML document, as YAML 1.1 has its words and numbers: what sigs.k8s.io/yaml reads. `file` names it in errors. */
export function readYaml(text: string, file: string): DocumentNode {
  if (text.split('\n').some((line) => (line.match(/[[{]/g)?.length ?? 0) > MAX_FLOW))
    throw new LimitError({ structure: file, message: `more than ${MAX_FLOW} lists in a line` });
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { version: '1.1', lineCounter: lines, stringKeys: true, uniqueKeys: false, prettyErrors: false });
  if (!Array.isArray(documents) || documents.length === 0) return { kind: 'map', members: [], line: 1 };
  if (documents.length > 1) throw new UnsupportedError({ structure: file, message: `${documents.length} YAML documents in one file` });
  const [document] = documents;
  const problem = document!.errors[0] ?? document!.warnings[0];
  if (problem !== undefined)
    throw new FormatError({ structure: file, field: `line ${lines.linePos(problem.pos[0]).line}`, message: `YAML: ${problem.message}` });
  return new YamlReader(lines, file).node(document!.contents, 0, 1);
}

class YamlReader {
  readonly #lines: LineCounter;
  readonly #file: string;

  constructor(lines: LineCounter, file: string) {
    this.#lines = lines;
    this.#file = file;
  }

  node(node: unknown, depth: number, before: number): DocumentNode {
    if (depth > MAX_DEPTH) throw new LimitError({ structure: this.#file, field: `line ${before}`, message: `nested deeper than ${MAX_DEPTH}` });
    if (node === null || node === undefined) return { kind: 'scalar', type: 'null', text: '', line: before };
    const line = this.#lineOf(node as Node, before);
    if (isScalar(node)) return this.#scalar(node, line);
    if (isSeq(node)) return { kind: 'list', line, items: node.items.map((item) => this.node(item, depth + 1, line)) };
    if (!isMap(node) || isAlias(node)) throw this.#unsupported('aliases', line);
    const names = new Set<string>();
    const members = node.items.map(({ key, value }) => {
      const at = this.#lineOf(key as Node, line);
      const name = isScalar(key) ? keyText(key) : undefined;
      if (name === undefined || name === '<<') throw this.#unsupported('keys that are no text', at);
      if (names.has(name)) throw new FormatError({ structure: this.#file, field: `line ${at}`, message: 'YAML: a key is given twice' });
      names.add(name);
      return [name, this.node(value, depth + 1, at)] as const;
    });
    return { kind: 'map', line, members };
  }

  #scalar(node: Scalar, line: number): ScalarNode {
    if (node.anchor !== undefined || node.tag !== undefined) throw this.#unsupported('anchors and tags', line);
    return { kind: 'scalar', ...describe(node), line };
  }

  #lineOf({ range }: Node, before: number): number {
    return range ? this.#lines.linePos(range[0]).line : before;
  }

  #unsupported(what: string, line: number): UnsupportedError {
    return new UnsupportedError({ structure: this.#file, field: `line ${line}`, message: `YAML with ${what} is not supported` });
  }
}

function keyText({ source, value }: Scalar): string {
  return typeof value === 'string' ? value : (source ?? String(value));
}

/** What is no number of 64 bits stays as it is written. */
function describe({ value, source }: Scalar): { readonly type: ScalarType; readonly text: string } {
  if (value === null || value === undefined) return { type: 'null', text: '' };
  if (typeof value === 'string') return { type: 'string', text: value };
  if (typeof value === 'boolean') return { type: 'boolean', text: String(value) };
  if (typeof value !== 'number') return { type: 'date', text: source ?? String(value) };
  return Number.isSafeInteger(value)
    ? { type: 'integer', text: String(value) }
    : { type: Number.isInteger(value) ? 'integer' : 'float', text: source ?? String(value) };
}
