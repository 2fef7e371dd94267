import { EmptyAssertionError } from '../assertion-errors.ts';
import { type AssertionScope, marked } from './assertion-scope.ts';
import type { SetExpectation } from './set-expectation.ts';

/** Values of types, ascending. */
export interface SetDifference {
  /** Members that are not expected. */
  readonly extra: readonly number[];
  /** Expected ones that are no members. */
  readonly absent: readonly number[];
}

/**
 * How a set differs from what it has to be. `possible` are the members that it may have under any condition, `certain` those that it has; both are the
 * same where conditions do not matter. An expectation that says nothing is an EmptyAssertionError.
 */
export function compareSet(scope: AssertionScope, field: string, expected: SetExpectation, possible: Uint8Array, certain = possible): SetDifference {
  const { exactly, at_most, at_least } = expected;
  if (exactly === undefined && at_most === undefined && at_least === undefined) throw new EmptyAssertionError(field, 'it says nothing');
  const extra = new Set<number>();
  const absent = new Set<number>();
  for (const [name, names] of [['exactly', exactly] as const, ['at_most', at_most] as const]) {
    const allowed = names && scope.typesOrNobody(`${field}.${name}`, names);
    if (allowed !== undefined) for (const value of marked(possible)) if (allowed[value] !== 1) extra.add(value);
  }
  for (const needed of neededBy(scope, field, expected)) for (const value of marked(needed)) if (certain[value] !== 1) absent.add(value);
  return { extra: ascending(extra), absent: ascending(absent) };
}

function neededBy(scope: AssertionScope, field: string, { exactly, at_least }: SetExpectation): Uint8Array[] {
  const needed = exactly === undefined ? [] : [scope.typesOrNobody(`${field}.exactly`, exactly)];
  return at_least === undefined ? needed : [...needed, scope.types(`${field}.at_least`, at_least)];
}

function ascending(values: ReadonlySet<number>): number[] {
  return [...values].sort((a, b) => a - b);
}
