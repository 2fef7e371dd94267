import { FormatError, UnsupportedError } from '@staticfire/read/bytes';
import type { CilList, CilNode } from '@staticfire/read/formats/cil';

export interface CilModule {
  /** Names it in errors and answers. */
  readonly file: string;
  readonly statements: readonly CilList[];
}

/** A statement and where it stands. */
export interface CilStatement {
  readonly file: string;
  readonly line: number;
  readonly keyword: string;
  /** What follows the keyword. */
  readonly operands: readonly CilNode[];
}

export function statementOf(file: string, { items, line }: CilList): CilStatement {
  const [first, ...operands] = items;
  if (first?.kind !== 'symbol') throw new FormatError({ structure: file, field: `line ${line}`, expected: 'a keyword' });
  return { file, line, keyword: first.text, operands };
}

/** The name at a place of a statement; anything else there is a FormatError. */
export function nameAt({ file, line, keyword, operands }: CilStatement, index: number): string {
  const node = operands[index];
  if (node?.kind !== 'symbol') throw new FormatError({ structure: file, field: `line ${line}, ${keyword}`, expected: `a name as operand ${index + 1}` });
  return node.text;
}

export function operandAt({ file, line, keyword, operands }: CilStatement, index: number): CilNode {
  const node = operands[index];
  if (node === undefined) throw new FormatError({ structure: file, field: `line ${line}, ${keyword}`, expected: `${index + 1} operands` });
  return node;
}

export function unsupported(file: string, line: number, what: string): UnsupportedError {
  return new UnsupportedError({ structure: file, field: `line ${line}`, message: `${what} is not read, and neverallow statements may depend on it` });
}

/** A node on one line as CIL writes it. */
export function cilText(node: CilNode): string {
  if (node.kind === 'list') return `(${node.items.map(cilText).join(' ')})`;
  return node.kind === 'string' ? `"${node.text}"` : node.text;
}
