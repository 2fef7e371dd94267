import { isCollection, isScalar, LineCounter, type Node, parseDocument, type Scalar, visit } from 'yaml';
import type { KnownExpression } from './expression/expression.ts';
import type { PackProblem } from './pack-problem.ts';

const MAX_LENGTH = 256 * 1024;
const MAX_PROBLEMS = 100;

export interface PackFile {
  /** `policies/<pack>/…`, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** What the text says, when that was parsed before by `parsePackDocument` itself; then the text is only looked at to place a problem. */
  readonly value?: unknown;
  /** What was found out about that value before, with the same text and the same facts: by the build that shipped it. */
  readonly checked?: CheckedDocument;
  /** From a folder of the user's, not shipped with staticfire. */
  readonly foreign?: true;
}

/** What a build knows of a document that has no problem. */
export interface CheckedDocument {
  /** `documentDigest` of the value. */
  readonly digest: string;
  /** Its expressions, by the key that each stands behind: `assert`, `forEach`. */
  readonly expressions: Readonly<Record<string, KnownExpression>>;
}

export type YamlPath = readonly (string | number)[];

/** A YAML file with the places of its values. */
export interface PackDocument {
  readonly file: string;
  readonly value: unknown;
  /** It has no problem; nobody needs to look again. */
  readonly checked: CheckedDocument | undefined;
  /** Where the value at `path` stands; `offset` counts characters inside a string value. */
  place(path: YamlPath, offset?: number): { readonly line: number; readonly column: number };
  problem(path: YamlPath, message: string, options?: { readonly example?: string; readonly offset?: number }): PackProblem;
}

/** Parses YAML 1.2 without aliases; problems go to `problems`. Syntax errors → undefined. */
export function parsePackDocument(file: PackFile, problems: PackProblem[]): PackDocument | undefined {
  if (file.text.length > MAX_LENGTH) {
    problems.push({ file: file.path, line: 1, column: 1, message: `the file has more than ${MAX_LENGTH} characters` });
    return undefined;
  }
  if (file.value !== undefined) return describeDocument(file, file.value, () => parseText(file));
  try {
    return parseWhole(file, problems);
  } catch (error) {
    // The parser is recursive: what nests too deep ends in a RangeError.
    if (!(error instanceof RangeError)) throw error;
    problems.push({ file: file.path, line: 1, column: 1, message: 'the file nests too deep' });
    return undefined;
  }
}

function parseWhole(file: PackFile, problems: PackProblem[]): PackDocument | undefined {
  const parsed = parseText(file);
  const { yaml, lines } = parsed;
  for (const error of [...yaml.errors, ...yaml.warnings].slice(0, MAX_PROBLEMS)) {
    problems.push({ file: file.path, ...position(lines, error.pos[0]), message: error.message });
  }
  if (yaml.errors.length > 0) return undefined;
  const alias = findAlias(yaml);
  if (alias === undefined) return describeDocument(file, yaml.toJS({ maxAliasCount: 0 }), () => parsed);
  problems.push({ file: file.path, ...position(lines, alias), message: 'aliases are not allowed in packs' });
  return undefined;
}

/** Where the first alias stands. */
function findAlias(yaml: ReturnType<typeof parseDocument>): number | undefined {
  let place: number | undefined;
  visit(yaml, {
    Alias(_, node) {
      place = node.range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return place;
}

interface ParsedText {
  readonly yaml: ReturnType<typeof parseDocument>;
  readonly lines: LineCounter;
}

function parseText({ text }: PackFile): ParsedText {
  const lines = new LineCounter();
  return { yaml: parseDocument(text, { lineCounter: lines, strict: true, uniqueKeys: true, version: '1.2', prettyErrors: false, logLevel: 'error' }), lines };
}

function describeDocument(file: PackFile, value: unknown, parsed: () => ParsedText): PackDocument {
  const place = (path: YamlPath, offset = 0) => {
    const { yaml, lines } = parsed();
    const { node, exact } = nodeAt(yaml, path);
    return position(lines, placeOf(node, file.text, exact ? offset : 0));
  };
  return {
    file: file.path,
    value,
    checked: file.checked,
    place,
    problem: (path, message, { example, offset } = {}) => ({
      file: file.path,
      ...place(path, offset),
      message,
      ...(example === undefined ? {} : { example }),
    }),
  };
}

/** The node at `path`; the nearest one above it where nothing stands there. */
function nodeAt(yaml: ParsedText['yaml'], path: YamlPath): { readonly node: Node | undefined; readonly exact: boolean } {
  let node = (yaml.contents ?? undefined) as Node | undefined;
  for (const step of path) {
    if (!isCollection(node)) return { node, exact: false };
    // A key of digits is a string in YAML's map and a number in a path.
    const next = (node.get(step, true) ?? node.get(String(step), true)) as Node | undefined;
    if (next === undefined) return { node, exact: false };
    node = next;
  }
  return { node, exact: true };
}

function position(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

function placeOf(node: Node | undefined, text: string, offset: number): number {
  const start = node?.range?.[0] ?? 0;
  return isScalar(node) && offset > 0 ? placeInScalar(node, text, start, offset) : start;
}

/** A block scalar starts after its header line and has its indentation on every line; a quoted one after the quote. */
function placeInScalar(node: Scalar, text: string, start: number, offset: number): number {
  if (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE') return start + 1 + offset;
  if (node.type === 'PLAIN') return start + offset;
  const value = String(node.value);
  const bodyStart = text.indexOf('\n', start) + 1;
  const indent = /^[ ]*/.exec(text.slice(bodyStart))![0].length;
  const linesBefore = value.slice(0, offset).split('\n').length - 1;
  return node.type === 'BLOCK_LITERAL' ? bodyStart + offset + indent * (linesBefore + 1) : bodyStart + indent + offset;
}
