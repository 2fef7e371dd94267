import type { TemplateValue } from '../values/template-value.ts';

/** What stands in a tag. */
export type Expression = Literal | Path | Call;

export interface Literal {
  readonly kind: 'literal';
  readonly value: TemplateValue;
  readonly source: string;
}

export interface Path {
  readonly kind: 'path';
  /** How many contexts up: `../`. */
  readonly up: number;
  /** `@key`, `@root.…`. */
  readonly isData: boolean;
  /** Names, without `this`. */
  readonly steps: readonly string[];
  /** As written. */
  readonly source: string;
}

export interface Call {
  readonly kind: 'call';
  readonly name: string;
  readonly arguments: readonly Expression[];
  readonly named: ReadonlyMap<string, Expression>;
  readonly source: string;
}

/** A tag of a block, with the names that its parameters get. */
export interface BlockCall extends Call {
  readonly parameters: readonly string[];
}
