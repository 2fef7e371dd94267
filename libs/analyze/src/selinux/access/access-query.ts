import type { Conditions } from './active-rules.ts';

/** A question about what allow rules grant, attributes expanded on both sides. */
export interface AccessQuery {
  /** A type, an alias or an attribute; any type when not given. */
  readonly source?: string;
  readonly target?: string;
  /** Any of them; any class when not given. */
  readonly classes?: readonly string[];
  /** Any permission when not given. */
  readonly permissions?: readonly string[];
  /** Whether one of the permissions is enough (default) or a pair has to have every one of them that its class has. */
  readonly match?: 'any' | 'all';
  /** Which conditional rules count; `any` unless given. */
  readonly conditions?: Conditions;
}

/** What one type may do to another. */
export interface Access {
  /** A type's value, never that of an attribute. */
  readonly source: number;
  readonly target: number;
  readonly tclass: number;
  /** An access vector: those permissions asked for that are granted, unsigned. */
  readonly permissions: number;
  /** Indexes of the rules that grant them, ascending. */
  readonly rules: readonly number[];
}
