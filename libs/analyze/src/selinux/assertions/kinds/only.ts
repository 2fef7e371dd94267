import { type Access, activeBranches, type Conditions, grantedAccess, rulesOfClasses } from '../../access/index.ts';
import { accessViolation } from '../access-violation.ts';
import { accessSchema, kindSchema, namesSchema, rulesSchema, setSchema } from '../schema-parts.ts';
import { type AccessSet, type AssertionScope, accessVectors, compareSet, type Leniency, marked, type NameSet, type SetExpectation } from '../scope/index.ts';
import type { ViolationDraft } from '../violation-list.ts';

/** Of every target, those who may do any of the accesses (or all of them) are the sources that are expected. */
export interface OnlyAssertion extends Leniency {
  readonly assert: 'only';
  readonly source: SetExpectation;
  readonly target: NameSet;
  readonly access: AccessSet;
  /** Whether one of the permissions is enough; `any` unless given. */
  readonly match?: 'any' | 'all';
  /** Which conditional rules count; unless given, any for those who may not and the booleans' defaults for those who have to. */
  readonly rules?: 'any' | 'default';
}

export const onlySchema = kindSchema(
  'only',
  {
    source: setSchema('who may'),
    target: namesSchema('to each of whom'),
    access: accessSchema('what'),
    match: { title: 'any of the permissions, or all of them', enum: ['any', 'all'] },
    rules: rulesSchema,
  },
  ['source', 'target', 'access'],
);

/** By source, what it may do to one target. */
type BySource = ReadonlyMap<number, readonly Access[]>;

export function decideOnly(scope: AssertionScope, assertion: OnlyAssertion): ViolationDraft[] {
  const { source, target, access, rules } = assertion;
  const vectors = accessVectors(scope, 'access', access);
  const targets = scope.types('target', target);
  const possible = whoCan(scope, vectors, targets, rules ?? 'any', assertion.match);
  const certain = rules === undefined ? whoCan(scope, vectors, targets, 'default', assertion.match) : possible;
  return marked(targets).flatMap((each) => {
    const [can, does] = [possible.get(each) ?? new Map(), certain.get(each) ?? new Map()];
    const { extra, absent } = compareSet(scope, 'source', source, marksOf(scope, can), marksOf(scope, does));
    return [...extraViolations(scope, can, extra), ...absent.map((value) => absentViolation(scope, value, each))];
  });
}

function whoCan(scope: AssertionScope, vectors: Uint32Array, targets: Uint8Array, rules: Conditions, match: 'any' | 'all' = 'any'): Map<number, BySource> {
  const { policy } = scope;
  const found = grantedAccess(policy, rulesOfClasses(policy, vectors, activeBranches(policy, rules)), { sources: undefined, targets, vectors });
  const isEnough = (accesses: readonly Access[]) => match === 'any' || vectors.every((vector, tclass) => vector === 0 || isFull(accesses, tclass, vector));
  const byTarget = Map.groupBy(found, (each) => each.target);
  return new Map(
    [...byTarget].map(([value, accesses]) => {
      const bySource = Map.groupBy(accesses, (each) => each.source);
      return [value, new Map([...bySource].filter(([, own]) => isEnough(own)))];
    }),
  );
}

function isFull(accesses: readonly Access[], tclass: number, vector: number): boolean {
  return accesses.some((each) => each.tclass === tclass && each.permissions === vector);
}

function marksOf({ policy }: AssertionScope, bySource: BySource): Uint8Array {
  const marks = new Uint8Array(policy.types.maxValue + 1);
  for (const value of bySource.keys()) marks[value] = 1;
  return marks;
}

function extraViolations(scope: AssertionScope, can: BySource, extra: readonly number[]): ViolationDraft[] {
  return extra.flatMap((value) => can.get(value)!.map((each) => accessViolation(scope, each, 'is allowed, and only others may')));
}

function absentViolation({ policy }: AssertionScope, source: number, target: number): ViolationDraft {
  const names = { source: policy.types.nameOf(source), target: policy.types.nameOf(target) };
  return { subject: `${names.source} ${names.target}`, message: 'it is not allowed, and has to be', ...names, denied: 'no rule that counts allows it' };
}
