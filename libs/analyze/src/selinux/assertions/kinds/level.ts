import type { SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import {
  type AccessDecision,
  type AccessPair,
  type ActiveBranches,
  activeBranches,
  decideAccess,
  denialText,
  grantedAccess,
  rulesOfClasses,
} from '../../access/index.ts';
import { type Context, parseContext } from '../../contexts/index.ts';
import { accessViolation } from '../access-violation.ts';
import { EmptyAssertionError } from '../assertion-errors.ts';
import { accessSchema, kindSchema, nameSchema, rulesSchema } from '../schema-parts.ts';
import { type AccessSet, type AssertionScope, accessVectors, type Leniency } from '../scope/index.ts';
import type { ViolationDraft } from '../violation-list.ts';

/** What the kernel answers for two whole contexts, constraints and levels included. */
export interface LevelAssertion extends Leniency {
  readonly assert: 'level';
  /** `user:role:type:range` */
  readonly source: string;
  readonly target: string;
  readonly denied?: AccessSet;
  readonly allowed?: AccessSet;
  /** Which conditional rules count; unless given, any for what has to be denied and the booleans' defaults for what has to be allowed. */
  readonly rules?: 'any' | 'default';
}

export const levelSchema = kindSchema(
  'level',
  {
    source: nameSchema("the process's context"),
    target: nameSchema("the object's context"),
    denied: accessSchema('what it may not do'),
    allowed: accessSchema('what it may do'),
    rules: rulesSchema,
  },
  ['source', 'target'],
);

export function decideLevel(scope: AssertionScope, { source, target, denied, allowed, rules }: LevelAssertion): ViolationDraft[] {
  if (denied === undefined && allowed === undefined) throw new EmptyAssertionError('level', 'it says nothing');
  const contexts = { source: parseContext(scope.policy, source), target: parseContext(scope.policy, target) };
  return [
    ...(denied === undefined ? [] : decideSide(scope, contexts, accessVectors(scope, 'denied', denied), rules ?? 'any', true)),
    ...(allowed === undefined ? [] : decideSide(scope, contexts, accessVectors(scope, 'allowed', allowed), rules ?? 'default', false)),
  ];
}

type Contexts = Readonly<Record<'source' | 'target', Context>>;

function decideSide(scope: AssertionScope, contexts: Contexts, vectors: Uint32Array, rules: 'any' | 'default', isDenied: boolean): ViolationDraft[] {
  const branches = activeBranches(scope.policy, rules);
  return [...vectors.keys()].flatMap((tclass) => {
    if (vectors[tclass] === 0) return [];
    const pair: AccessPair = { ...contexts, tclass: scope.policy.classes.at(tclass)! };
    const decision = decideAccess(scope.policy, pair, branches);
    const wrong = (vectors[tclass]! & (isDenied ? decision.allowed : ~decision.allowed)) >>> 0;
    if (wrong === 0) return [];
    return isDenied ? [allowedViolation(scope, pair, wrong, branches)] : [deniedViolation(scope, pair, decision, wrong)];
  });
}

function allowedViolation(scope: AssertionScope, pair: AccessPair, permissions: number, branches: ActiveBranches): ViolationDraft {
  return accessViolation(scope, { ...valuesOf(pair), permissions, rules: rulesFor(scope, pair, permissions, branches) }, 'is allowed at these levels');
}

function deniedViolation(scope: AssertionScope, pair: AccessPair, { denials }: AccessDecision, permissions: number): ViolationDraft {
  const reasons = denials.flatMap((denial) => {
    const vector = (denial.permissions & permissions) >>> 0;
    return vector === 0 ? [] : [denialText(scope.policy, pair, { ...denial, permissions: vector })];
  });
  return { ...accessViolation(scope, { ...valuesOf(pair), permissions, rules: [] }, 'is denied at these levels'), denied: reasons.join('; ') };
}

function valuesOf({ source, target, tclass }: AccessPair) {
  return { source: source.type, target: target.type, tclass: tclass.value };
}

/** Those that grant any of it, by type alone. */
function rulesFor({ policy }: AssertionScope, { source, target, tclass }: AccessPair, permissions: number, branches: ActiveBranches): readonly number[] {
  const vectors = new Uint32Array(policy.classes.maxValue + 1);
  vectors[tclass.value] = permissions;
  const marks = { sources: markOf(policy, source), targets: markOf(policy, target), vectors };
  return grantedAccess(policy, rulesOfClasses(policy, vectors, branches), marks).flatMap(({ rules }) => rules);
}

function markOf({ types }: SelinuxPolicy, { type }: Context): Uint8Array {
  const marks = new Uint8Array(types.maxValue + 1);
  marks[type] = 1;
  return marks;
}
