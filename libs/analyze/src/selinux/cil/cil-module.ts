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
  /** The blocks around it, each with a dot: what it declares is named `a.b.name` for `a.b.`. Empty outside of blocks. */
  readonly namespace: string;
}

export function statementOf(file: string, { items, line }: CilList, namespace = ''): CilStatement {
  const [first, ...operands] = items;
  if (first === undefined || first.kind === 'list') throw new FormatError({ structure: file, field: `line ${line}`, expected: 'a keyword' });
  return { file, line, keyword: first.text, operands, namespace };
}

/** Statements in a statement, such as those of a block; anything else is a FormatError. */
export function statementsIn(nodes: readonly CilNode[], outer: CilStatement, namespace = outer.namespace): CilStatement[] {
  return nodes.map((node) => {
    if (node.kind !== 'list') throw wrong(outer, node.text, 'a statement', node.line);
    return statementOf(outer.file, node, namespace);
  });
}

/** The name at a place of a statement, with or without quotes, which mean nothing to compilers; anything else there is a FormatError. */
export function nameAt(statement: CilStatement, index: number): string {
  const node = statement.operands[index];
  if (node === undefined || node.kind === 'list') throw wrong(statement, undefined, `a name as operand ${index + 1}`);
  return node.text;
}

export function operandAt(statement: CilStatement, index: number): CilNode {
  const node = statement.operands[index];
  if (node === undefined) throw wrong(statement, undefined, `${index + 1} operands`);
  return node;
}

/** A list of names, or one name; anything else is a FormatError. */
export function namesOf(node: CilNode, statement: CilStatement): string[] {
  const items = node.kind === 'list' ? node.items : [node];
  return items.map((item) => {
    if (item.kind === 'list') throw wrong(statement, undefined, 'a list of names', item.line);
    return item.text;
  });
}

/** Characters of a name that errors show. */
const SHOWN = 80;

/** A FormatError at a statement, or at another line of it; names are put in quotes. */
export function wrong(
  { file, line, keyword }: Pick<CilStatement, 'file' | 'line' | 'keyword'>,
  found: string | undefined,
  expected: string,
  at = line,
): FormatError {
  const place = { structure: file, field: `line ${at}, ${keyword}`, expected };
  return new FormatError(found === undefined ? place : { ...place, found: JSON.stringify(found.slice(0, SHOWN)) });
}

/** `message` says why: a statement that means something to compilers is never passed over. */
export function unsupported({ file, line }: Pick<CilStatement, 'file' | 'line'>, message: string): UnsupportedError {
  return new UnsupportedError({ structure: file, field: `line ${line}`, message });
}

/** A node on one line as CIL writes it. */
export function cilText(node: CilNode): string {
  if (node.kind === 'list') return `(${node.items.map(cilText).join(' ')})`;
  return node.kind === 'string' ? `"${node.text}"` : node.text;
}
