/** A name, a number or an operator as written. */
export interface CilSymbol {
  readonly kind: 'symbol';
  readonly text: string;
  /** From 1. */
  readonly line: number;
}

/** What is between two quotes, which has no escapes. */
export interface CilString {
  readonly kind: 'string';
  readonly text: string;
  readonly line: number;
}

export interface CilList {
  readonly kind: 'list';
  readonly items: readonly CilNode[];
  /** Of the opening parenthesis, from 1. */
  readonly line: number;
}

export type CilNode = CilSymbol | CilString | CilList;
