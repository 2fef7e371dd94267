import {
  type ConstraintNode,
  constraintAttributes,
  constraintNodes,
  constraintOperators,
  type SelinuxClass,
  type SelinuxConstraint,
  type SelinuxPolicy,
} from '@staticfire/read/formats/selinux-policy';
import { RuleText } from '../rule-text.ts';

const { user, role, type, target, thirdContext } = constraintAttributes;
const OPERATORS: ReadonlyMap<number, string> = new Map([
  [constraintOperators.equal, '=='],
  [constraintOperators.notEqual, '!='],
  [constraintOperators.dominates, 'dom'],
  [constraintOperators.dominatedBy, 'domby'],
  [constraintOperators.incomparable, 'incomp'],
]);
const COMPARISONS: ReadonlyMap<number, readonly [left: string, right: string]> = new Map([
  [user, ['u1', 'u2']],
  [role, ['r1', 'r2']],
  [type, ['t1', 't2']],
  [constraintAttributes.l1l2, ['l1', 'l2']],
  [constraintAttributes.l1h2, ['l1', 'h2']],
  [constraintAttributes.h1l2, ['h1', 'l2']],
  [constraintAttributes.h1h2, ['h1', 'h2']],
  [constraintAttributes.l1h1, ['l1', 'h1']],
  [constraintAttributes.l2h2, ['l2', 'h2']],
]);
const LEVELS: readonly number[] = Object.values(constraintAttributes).filter((attribute) => attribute >= constraintAttributes.l1l2);
const SET_FLAGS = { all: 1, complement: 2 };

interface Operand {
  readonly text: string;
  /** The operator that joins it, undefined for one that needs no parentheses. */
  readonly joint: 'and' | 'or' | undefined;
}

/** Whether the expression compares levels, which makes it an mlsconstrain or an mlsvalidatetrans. */
export function isMlsConstraint({ expression }: SelinuxConstraint): boolean {
  return expression.some(({ node, attribute }) => node === constraintNodes.attribute && LEVELS.includes(attribute));
}

/** `mlsconstrain file { create write } (l1 eq l2 or t1 == { a b });` and so on, as policies are written; lists are sorted. */
export function constraintText(policy: SelinuxPolicy, tclass: SelinuxClass, constraint: SelinuxConstraint): string {
  const prefix = isMlsConstraint(constraint) ? 'mls' : '';
  const expression = expressionText(policy, constraint);
  if (constraint.permissions === 0) return `${prefix}validatetrans ${tclass.name} (${expression});`;
  return `${prefix}constrain ${tclass.name} ${new RuleText(policy).permissions(tclass.value, constraint.permissions)} (${expression});`;
}

/** The expression in infix notation, with parentheses wherever `and` and `or` meet and behind `not`. */
export function expressionText(policy: SelinuxPolicy, { expression }: SelinuxConstraint): string {
  const stack: Operand[] = [];
  for (const node of expression) {
    if (node.node === constraintNodes.not) stack.push({ text: `not ( ${stack.pop()!.text} )`, joint: undefined });
    else if (node.node === constraintNodes.attribute) stack.push({ text: comparisonText(node), joint: undefined });
    else if (node.node === constraintNodes.names) stack.push({ text: namesText(policy, node), joint: undefined });
    else stack.push(joined(node.node === constraintNodes.and ? 'and' : 'or', stack.pop()!, stack.pop()!));
  }
  return stack[0]!.text;
}

function joined(joint: 'and' | 'or', second: Operand, first: Operand): Operand {
  const [left, right] = [first, second].map((operand) => (operand.joint === undefined || operand.joint === joint ? operand.text : `( ${operand.text} )`));
  return { text: `${left} ${joint} ${right}`, joint };
}

function comparisonText({ attribute, operator }: ConstraintNode): string {
  const [left, right] = COMPARISONS.get(attribute)!;
  return `${left} ${OPERATORS.get(operator)} ${right}`;
}

function namesText(policy: SelinuxPolicy, node: ConstraintNode): string {
  const { attribute, operator } = node;
  const place = (attribute & target) !== 0 ? 2 : (attribute & thirdContext) !== 0 ? 3 : 1;
  const kind = (attribute & user) !== 0 ? 'u' : (attribute & role) !== 0 ? 'r' : 't';
  return `${kind}${place} ${OPERATORS.get(operator)} ${setText(policy, node)}`;
}

/** Types as they were written where the policy says so, with `-` before those left out. */
function setText(policy: SelinuxPolicy, { attribute, names, typeSet }: ConstraintNode): string {
  const table = (attribute & user) !== 0 ? policy.users : (attribute & role) !== 0 ? policy.roles : policy.types;
  const namesOf = (bits: number[]) => bits.map((bit) => table.nameOf(bit + 1)).sort();
  if (typeSet === undefined || (typeSet.types.isEmpty && typeSet.flags !== SET_FLAGS.all)) return braced(namesOf(names.toArray()));
  if (typeSet.flags === SET_FLAGS.all) return '*';
  const written = [...namesOf(typeSet.types.toArray()), ...namesOf(typeSet.negated.toArray()).map((name) => `-${name}`)];
  return `${typeSet.flags === SET_FLAGS.complement ? '~' : ''}${braced(written)}`;
}

function braced(names: readonly string[]): string {
  return names.length === 1 ? names[0]! : `{ ${names.join(' ')} }`;
}
