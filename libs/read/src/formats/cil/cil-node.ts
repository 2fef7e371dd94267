/** A name, a number or an operator as written; of a quoted string what is between the quotes. */
export interface CilSymbol {
  readonly kind: 'symbol' | 'string';
  readonly text: string;
  /** From 1. */
  readonly line: number;
}

export interface CilList {
  readonly kind: 'list';
  readonly items: readonly CilNode[];
  /** Of the opening parenthesis, from 1. */
  readonly line: number;
}

export type CilNode = CilSymbol | CilList;
