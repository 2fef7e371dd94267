/** A configuration file as its syntax has it, before open values are looked for. */
export type DocumentNode = ScalarNode | ListNode | MapNode;

export const scalarTypes = ['string', 'integer', 'float', 'boolean', 'date', 'null'] as const;
export type ScalarType = (typeof scalarTypes)[number];

export interface ScalarNode {
  readonly kind: 'scalar';
  readonly type: ScalarType;
  /** Strings as they are, integers in decimal, others as they are written. */
  readonly text: string;
  /** Line of the rendered text, from 1. */
  readonly line: number;
}

export interface ListNode {
  readonly kind: 'list';
  readonly items: readonly DocumentNode[];
  readonly line: number;
}

export interface MapNode {
  readonly kind: 'map';
  readonly members: readonly (readonly [string, DocumentNode])[];
  readonly line: number;
}
