import { activeBranches, grantedAccess, rulesOfClasses } from '../../access/index.ts';
import type { Neverallow } from '../../neverallows/index.ts';
import { WorkBudget } from '../../work-budget.ts';
import { accessViolation } from '../access-violation.ts';
import type { ClassTable } from '../assertion-data.ts';
import { MissingDataError } from '../assertion-errors.ts';
import { kindSchema, rulesSchema } from '../schema-parts.ts';
import type { AssertionScope, Leniency } from '../scope/index.ts';
import type { ViolationDraft } from '../violation-list.ts';

/** Allow rules looked at, once for each statement about their class. */
const MAX_STEPS = 100_000_000;

/** The policy allows nothing that the neverallow statements of its own modules forbid. */
export interface NeverallowsHoldAssertion extends Leniency {
  readonly assert: 'neverallows_hold';
  /** Which conditional rules count; `any` unless given. */
  readonly rules?: 'any' | 'default';
}

export const neverallowsHoldSchema = kindSchema('neverallows_hold', { rules: rulesSchema }, []);

export function decideNeverallowsHold(scope: AssertionScope, { rules = 'any' }: NeverallowsHoldAssertion): ViolationDraft[] {
  const { neverallows } = scope.data;
  if (neverallows === undefined) throw new MissingDataError('neverallows_hold', "the neverallow statements of the image's modules");
  if (neverallows.length === 0) scope.empty('neverallows');
  const budget = new WorkBudget('rules under neverallow statements', MAX_STEPS);
  return neverallows.flatMap((statement) => violationsOf(scope, statement, rules, budget));
}

/** A statement about attributes without members forbids nothing, as for a compiler. */
function violationsOf(scope: AssertionScope, statement: Neverallow, rules: 'any' | 'default', budget: WorkBudget): ViolationDraft[] {
  const { sources, targets, access, isSelf, file, line, text } = statement;
  const vectors = vectorsOf(scope, access);
  const marks = { sources: typesOf(scope, sources), targets: typesOf(scope, targets), vectors };
  const allows = rulesOfClasses(scope.policy, vectors, activeBranches(scope.policy, rules));
  budget.spend(allows.length);
  const found = grantedAccess(scope.policy, allows, marks);
  return found
    .filter(({ source, target }) => !isSelf || source === target)
    .map((each) => accessViolation(scope, each, `is allowed, against ${text} at ${file}:${line}`));
}

/** Names of the modules as they are: a minus is a part of one. */
function typesOf(scope: AssertionScope, names: readonly string[]): Uint8Array {
  const { types } = scope.policy;
  const marks = new Uint8Array(types.maxValue + 1);
  for (const name of names) {
    const symbol = scope.symbol('type', types, name);
    if (symbol !== undefined) marks[symbol.value] = 1;
  }
  return marks;
}

function vectorsOf(scope: AssertionScope, access: ClassTable): Uint32Array {
  const { classes } = scope.policy;
  const vectors = new Uint32Array(classes.maxValue + 1);
  for (const [name, permissions] of Object.entries(access)) {
    const tclass = scope.symbol('class', classes, name);
    for (const permission of tclass === undefined ? [] : permissions) {
      const bit = tclass!.permissionNames.indexOf(permission);
      if (bit < 0) scope.unknown(`permission of ${name}`, permission, []);
      else vectors[tclass!.value]! |= 1 << bit;
    }
  }
  return vectors;
}
