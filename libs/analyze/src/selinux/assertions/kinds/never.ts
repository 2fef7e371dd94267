import { activeBranches, grantedAccess, rulesOfClasses } from '../../access/index.ts';
import { accessViolation } from '../access-violation.ts';
import { accessSchema, kindSchema, namesSchema, rulesSchema } from '../schema-parts.ts';
import { type AccessSet, type AssertionScope, accessVectors, type Leniency, type NameSet } from '../scope/index.ts';
import type { ViolationDraft } from '../violation-list.ts';

export interface Exemption {
  readonly source: NameSet;
  readonly target: NameSet;
}

/** No rule allows any of the permissions to any pair of a source and a target. */
export interface NeverAssertion extends Leniency {
  readonly assert: 'never';
  readonly source: NameSet;
  readonly target: NameSet;
  readonly access: AccessSet;
  /** Pairs that may. */
  readonly exempt?: readonly Exemption[];
  /** What a type may do to itself. */
  readonly self?: 'exempt';
  /** Which conditional rules count; `any` unless given. */
  readonly rules?: 'any' | 'default';
}

const exemption = {
  title: 'pairs that may',
  type: 'object',
  properties: { source: namesSchema('sources that may'), target: namesSchema('targets') },
  required: ['source', 'target'],
  additionalProperties: false,
} as const;

export const neverSchema = kindSchema(
  'never',
  {
    source: namesSchema('who may not'),
    target: namesSchema('to whom'),
    access: accessSchema('what'),
    exempt: { title: 'exemptions', type: 'array', items: exemption },
    self: { title: 'what a type does to itself is left out', const: 'exempt' },
    rules: rulesSchema,
  },
  ['source', 'target', 'access'],
);

export function decideNever(scope: AssertionScope, { source, target, access, exempt = [], self, rules = 'any' }: NeverAssertion): ViolationDraft[] {
  const vectors = accessVectors(scope, 'access', access);
  const marks = { sources: scope.types('source', source), targets: scope.types('target', target), vectors };
  const exempted = exempt.map((pair) => ({ sources: scope.exempted(pair.source), targets: scope.exempted(pair.target) }));
  const isExempt = (from: number, to: number) => exempted.some(({ sources, targets }) => sources[from] === 1 && targets[to] === 1);
  const branches = activeBranches(scope.policy, rules);
  return grantedAccess(scope.policy, rulesOfClasses(scope.policy, vectors, branches), marks)
    .filter((each) => !(self === 'exempt' && each.source === each.target) && !isExempt(each.source, each.target))
    .map((each) => accessViolation(scope, each, 'is allowed'));
}
