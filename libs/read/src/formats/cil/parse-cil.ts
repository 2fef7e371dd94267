import { decodeText, FormatError, LimitError } from '../../bytes/index.ts';
import type { CilList, CilNode } from './cil-node.ts';
import { type CilToken, cilTokens } from './cil-tokens.ts';

const MAX_LENGTH = 8 * 1024 * 1024;
/** Each takes about 100 bytes of memory. */
const MAX_NODES = 1_000_000;
/** Of lists in lists, the outermost one counted; compilers nest macros and expressions a handful deep. */
const MAX_DEPTH = 128;

interface OpenList {
  readonly kind: 'list';
  readonly items: CilNode[];
  readonly line: number;
}

/**
 * The statements of a CIL module (SELinux Common Intermediate Language): lists of names and lists. More than 8 MiB, 1 000 000 names and lists or 128 lists
 * in each other are a LimitError; parentheses that do not match and words outside of them are a FormatError with the line.
 */
export function parseCil(bytes: Uint8Array, file: string): CilList[] {
  const statements: CilList[] = [];
  const open: OpenList[] = [];
  let nodes = 0;
  for (const token of cilTokens(decodeText(bytes, file, MAX_LENGTH), file)) {
    if (token.kind !== ')' && ++nodes > MAX_NODES) throw new LimitError({ structure: file, message: `more than ${MAX_NODES} names and lists` });
    if (token.kind === '(') openList(open, token, file);
    else if (token.kind === ')') closeList(open, statements, token, file);
    else if (open.length === 0) throw misplaced(file, token.line, JSON.stringify(token.text), '(');
    else open.at(-1)!.items.push(token);
  }
  const unclosed = open.at(-1);
  if (unclosed !== undefined) throw misplaced(file, unclosed.line, 'a list that does not end', ')');
  return statements;
}

function openList(open: OpenList[], { line }: CilToken, file: string): void {
  if (open.length === MAX_DEPTH) throw new LimitError({ structure: file, field: `line ${line}`, message: `more than ${MAX_DEPTH} lists in each other` });
  open.push({ kind: 'list', items: [], line });
}

function closeList(open: OpenList[], statements: CilList[], { line }: CilToken, file: string): void {
  const closed = open.pop();
  if (closed === undefined) throw misplaced(file, line, ')', 'a statement');
  (open.at(-1)?.items ?? statements).push(closed);
}

function misplaced(file: string, line: number, found: string, expected: string): FormatError {
  return new FormatError({ structure: file, field: `line ${line}`, found, expected });
}
