import {
  type ConstraintNode,
  constraintAttributes,
  constraintNodes,
  constraintOperators,
  type SelinuxConstraint,
  type SelinuxPolicy,
} from '@staticfire/read/formats/selinux-policy';
import type { Context } from '../contexts/index.ts';
import { dominates, isSameLevel, type Level } from '../contexts/level.ts';

const { user, role, target, thirdContext, l1l2, l1h2, h1l2, h1h2, l1h1 } = constraintAttributes;
const { equal, notEqual, dominates: above, dominatedBy: below } = constraintOperators;

/** The kernel makes it itself and drops what a policy says of it, so that it dominates nothing, not even itself (policydb.c, `role_read`). */
const OBJECT_ROLE = 1;

/** The contexts that a constraint compares: of an access subject and object; of a validatetrans the old object, the new one and the process. */
export interface ConstraintContexts {
  readonly source: Context;
  readonly target: Context;
  readonly third?: Context;
}

/** Whether the expression holds (security/selinux/ss/services.c, `constraint_expr_eval`). */
export function holds(policy: SelinuxPolicy, { expression }: SelinuxConstraint, contexts: ConstraintContexts): boolean {
  const stack: boolean[] = [];
  for (const node of expression) {
    if (node.node === constraintNodes.not) stack.push(!stack.pop());
    else if (node.node === constraintNodes.attribute) stack.push(compare(policy, node, contexts));
    else if (node.node === constraintNodes.names) stack.push(isNamed(node, contexts));
    else stack.push(join(node.node, stack.pop()!, stack.pop()!));
  }
  return stack[0]!;
}

function join(node: number, right: boolean, left: boolean): boolean {
  return node === constraintNodes.and ? left && right : left || right;
}

function isNamed({ attribute, operator, names }: ConstraintNode, contexts: ConstraintContexts): boolean {
  const context = contextOf(attribute, contexts);
  const value = (attribute & user) !== 0 ? context.user : (attribute & role) !== 0 ? context.role : context.type;
  return names.has(value - 1) === (operator === equal);
}

function contextOf(attribute: number, { source, target: object, third }: ConstraintContexts): Context {
  if ((attribute & target) !== 0) return object;
  return (attribute & thirdContext) !== 0 ? third! : source;
}

function compare(policy: SelinuxPolicy, { attribute, operator }: ConstraintNode, { source, target: object }: ConstraintContexts): boolean {
  if (attribute === user) return (source.user === object.user) === (operator === equal);
  if (attribute === role) return compareRoles(policy, operator, source.role, object.role);
  if (attribute === constraintAttributes.type) return (source.type === object.type) === (operator === equal);
  return compareLevels(operator, ...levelsOf(attribute, source, object));
}

function compareRoles({ roles }: SelinuxPolicy, operator: number, left: number, right: number): boolean {
  if (operator === equal) return left === right;
  if (operator === notEqual) return left !== right;
  const isAbove = left !== OBJECT_ROLE && roles.at(left)!.dominates.has(right - 1);
  const isBelow = right !== OBJECT_ROLE && roles.at(right)!.dominates.has(left - 1);
  return operator === above ? isAbove : operator === below ? isBelow : !isAbove && !isBelow;
}

function levelsOf(attribute: number, source: Context, object: Context): [Level, Level] {
  if (attribute === l1l2) return [source.low, object.low];
  if (attribute === l1h2) return [source.low, object.high];
  if (attribute === h1l2) return [source.high, object.low];
  if (attribute === h1h2) return [source.high, object.high];
  return attribute === l1h1 ? [source.low, source.high] : [object.low, object.high];
}

function compareLevels(operator: number, left: Level, right: Level): boolean {
  if (operator === equal) return isSameLevel(left, right);
  if (operator === notEqual) return !isSameLevel(left, right);
  if (operator === above) return dominates(left, right);
  return operator === below ? dominates(right, left) : !dominates(left, right) && !dominates(right, left);
}
