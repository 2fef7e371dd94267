import { isScalar, LineCounter, type Node, parseDocument, type Scalar } from 'yaml';
import type { PackProblem } from './pack-problem.ts';

const MAX_LENGTH = 256 * 1024;

export interface PackFile {
  /** `policies/<pack>/…`, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** What the text says, when that was parsed before by `parsePackDocument` itself; then the text is only looked at to place a problem. */
  readonly value?: unknown;
}

export type YamlPath = readonly (string | number)[];

/** A YAML file with the places of its values. */
export interface PackDocument {
  readonly file: string;
  readonly value: unknown;
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
  const parsed = parseText(file);
  const { yaml, lines } = parsed;
  for (const error of [...yaml.errors, ...yaml.warnings]) problems.push({ file: file.path, ...position(lines, error.pos[0]), message: error.message });
  if (yaml.errors.length > 0) return undefined;
  try {
    return describeDocument(file, yaml.toJS({ maxAliasCount: 0 }), () => parsed);
  } catch {
    problems.push({ file: file.path, line: 1, column: 1, message: 'aliases are not allowed in packs' });
    return undefined;
  }
}

interface ParsedText {
  readonly yaml: ReturnType<typeof parseDocument>;
  readonly lines: LineCounter;
}

function parseText({ text }: PackFile): ParsedText {
  const lines = new LineCounter();
  return { yaml: parseDocument(text, { lineCounter: lines, strict: true, uniqueKeys: true, version: '1.2', prettyErrors: false }), lines };
}

function describeDocument(file: PackFile, value: unknown, parsed: () => ParsedText): PackDocument {
  const place = (path: YamlPath, offset = 0) => {
    const { yaml, lines } = parsed();
    return position(lines, placeOf(yaml.getIn(path, true) as Node | undefined, file.text, offset));
  };
  return {
    file: file.path,
    value,
    place,
    problem: (path, message, { example, offset } = {}) => ({
      file: file.path,
      ...place(path, offset),
      message,
      ...(example === undefined ? {} : { example }),
    }),
  };
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
