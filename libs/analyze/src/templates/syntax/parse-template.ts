import { decodeText } from '@staticfire/read/bytes';
import { controlWhitespace } from './control-whitespace.ts';
import type { BlockCall, Expression } from './expression.ts';
import { parseBlockCall, parseExpression } from './parse-expression.ts';
import { templateError, templateLimit } from './template-error.ts';
import type { TagToken, TemplateToken } from './template-token.ts';
import { newlines, tokenize } from './tokenize.ts';

export type TemplateNode =
  | { readonly kind: 'text'; readonly text: string; readonly line: number }
  | { readonly kind: 'print'; readonly expression: Expression; readonly escapes: boolean; readonly line: number }
  | BlockNode;

export interface BlockNode {
  readonly kind: 'block';
  readonly call: BlockCall;
  readonly body: readonly TemplateNode[];
  /** Behind `else`; absent without one. */
  readonly otherwise?: readonly TemplateNode[];
  readonly line: number;
}

export interface ParsedTemplate {
  readonly file: string;
  readonly nodes: readonly TemplateNode[];
}

const MAX_LENGTH = 1024 * 1024;
const MAX_DEPTH = 32;
const HEADER_END = /^\+\+\++[ \t]*\r?(?:\n|$)/m;

/** A template of Bottlerocket: what stands behind its TOML header, if there is one (schnauzer, grammars/template.pest). */
export function parseTemplate(text: string, file: string): ParsedTemplate {
  const end = HEADER_END.exec(text);
  const start = end === null ? 0 : end.index + end[0].length;
  const tokens = controlWhitespace(tokenize(text.slice(start), file, 1 + newlines(text.slice(0, start))));
  return { file, nodes: new TemplateParser(tokens, file).parse() };
}

/** The same of a file's bytes, which have to be UTF-8. */
export function decodeTemplate(bytes: Uint8Array, file: string): ParsedTemplate {
  return parseTemplate(decodeText(bytes, file, MAX_LENGTH), file);
}

class TemplateParser {
  readonly #tokens: readonly TemplateToken[];
  readonly #file: string;
  #at = 0;

  constructor(tokens: readonly TemplateToken[], file: string) {
    this.#tokens = tokens;
    this.#file = file;
  }

  parse(): readonly TemplateNode[] {
    const nodes = this.#nodes(0);
    const left = this.#tokens[this.#at];
    if (left?.kind === 'tag') throw templateError(this.#place(left), `${left.type === 'else' ? 'else' : `/${left.content}`} outside of a block`);
    return nodes;
  }

  /** Up to `else`, a closing tag or the end. */
  #nodes(depth: number): readonly TemplateNode[] {
    const nodes: TemplateNode[] = [];
    for (let token = this.#tokens[this.#at]; token !== undefined; token = this.#tokens[this.#at]) {
      if (token.kind === 'tag' && (token.type === 'else' || token.type === 'close')) break;
      this.#at++;
      const node = this.#node(token, depth);
      if (node !== undefined) nodes.push(node);
    }
    return nodes;
  }

  #node(token: TemplateToken, depth: number): TemplateNode | undefined {
    if (token.kind === 'text') return token;
    if (token.type === 'comment') return undefined;
    if (token.type === 'open') return this.#block(token, depth);
    return { kind: 'print', expression: parseExpression(token.content, this.#place(token)), escapes: token.type === 'value', line: token.line };
  }

  #block(open: TagToken, depth: number): BlockNode {
    if (depth >= MAX_DEPTH) throw templateLimit(this.#place(open), `blocks nest deeper than ${MAX_DEPTH}`);
    const { node, name } = this.#branches(open, open.content, depth);
    const close = this.#tokens[this.#at];
    if (close?.kind !== 'tag' || close.type !== 'close') throw templateError(this.#place(open), `the block ${name} is not closed`);
    if (close.content !== name) throw templateError(this.#place(close), `/${close.content} closes the block ${name} of line ${open.line}`);
    this.#at++;
    return node;
  }

  /** `else if` is a block in the other branch, closed with the first. */
  #branches(tag: TagToken, content: string, depth: number): { readonly node: BlockNode; readonly name: string } {
    if (depth >= MAX_DEPTH) throw templateLimit(this.#place(tag), `blocks nest deeper than ${MAX_DEPTH}`);
    const call = parseBlockCall(content, this.#place(tag));
    const body = this.#nodes(depth + 1);
    const next = this.#tokens[this.#at];
    const node = { kind: 'block' as const, call, body, line: tag.line };
    if (next?.kind !== 'tag' || next.type !== 'else') return { node, name: call.name };
    this.#at++;
    const otherwise = next.content === '' ? this.#nodes(depth + 1) : [this.#branches(next, next.content, depth + 1).node];
    const extra = this.#tokens[this.#at];
    if (extra?.kind === 'tag' && extra.type === 'else') throw templateError(this.#place(extra), 'a second else');
    return { node: { ...node, otherwise }, name: call.name };
  }

  #place({ line }: { readonly line: number }) {
    return { file: this.#file, line };
  }
}
