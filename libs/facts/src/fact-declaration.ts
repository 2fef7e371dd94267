import type { Schema } from './schema/schema.ts';

/** What is known of a fact before any image is opened. */
export interface FactDeclaration<T = unknown> {
  /** Dotted, lower case: `verity.table`. */
  readonly name: string;
  /** One line for `staticfire facts`. */
  readonly summary: string;
  /** `disk`: one for the image; `bank`: one for each bank that has content. */
  readonly scope: 'disk' | 'bank';
  readonly schema: Schema<T>;
  /** What a user gives the node is part of it. */
  readonly changedByUserData?: true;
}

export function declareFact<T>(declaration: FactDeclaration<T>): FactDeclaration<T> {
  return declaration;
}
