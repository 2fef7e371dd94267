import { type ConstraintNode, constraintAttributes, constraintNodes, constraintOperators, type SelinuxConstraint } from '../constraint.ts';
import { permissionMask } from '../permission-mask.ts';
import type { SymbolTable } from '../symbol-table.ts';
import type { SelinuxClass, SelinuxSymbol } from '../symbols.ts';
import type { PolicyChecker } from './policy-checker.ts';

/** libsepol `CEXPR_MAXDEPTH`. */
const MAX_DEPTH = 5;
const SET_FLAGS = [0, 1, 2];
const { user, role, type, target, thirdContext, l1l2, l1h2, h1l2, h1h2, l1h1, l2h2 } = constraintAttributes;
const COMPARED = [user, role, type, l1l2, l1h2, h1l2, h1h2, l1h1, l2h2];
const { equal, notEqual } = constraintOperators;
const EQUALITY = [equal, notEqual];
const ALL_OPERATORS = Object.values(constraintOperators);

/** How many operands a node takes from the stack; it leaves one. */
const OPERANDS: ReadonlyMap<number, number> = new Map([
  [constraintNodes.not, 1],
  [constraintNodes.and, 2],
  [constraintNodes.or, 2],
  [constraintNodes.attribute, 0],
  [constraintNodes.names, 0],
]);

/** constrain and validatetrans of one class (libsepol `validate_constraint_nodes`). */
export function validateConstraints(checker: PolicyChecker, tclass: SelinuxClass): void {
  const mask = permissionMask(tclass.permissionCount);
  for (const constraint of tclass.constraints) {
    const valid = (constraint.permissions & mask) !== 0;
    if (!valid) throw checker.error('classes', 'constraint permissions', constraint.offset, constraint.permissions, 'permissions of the class');
    validateExpression(checker, constraint, false);
  }
  for (const constraint of tclass.validateTransitions) {
    if (constraint.permissions !== 0) throw checker.error('classes', 'validatetrans permissions', constraint.offset, constraint.permissions, 0);
    validateExpression(checker, constraint, true);
  }
}

function validateExpression(checker: PolicyChecker, { expression, offset }: SelinuxConstraint, hasThirdContext: boolean): void {
  let depth = 0;
  for (const node of expression) {
    const operands = OPERANDS.get(node.node);
    if (operands === undefined) throw checker.error('classes', 'constraint expr_type', offset, node.node, '1 to 5');
    if (depth < operands) throw checker.error('classes', 'constraint expression', offset, `${depth} operands`, operands);
    depth += 1 - operands;
    if (depth > MAX_DEPTH) throw checker.error('classes', 'constraint expression', offset, `depth ${depth}`, `at most ${MAX_DEPTH}`);
    validateNode(checker, node, offset, hasThirdContext);
  }
  if (depth !== 1) throw checker.error('classes', 'constraint expression', offset, `${depth} results`, 1);
}

function validateNode(checker: PolicyChecker, node: ConstraintNode, offset: number, hasThirdContext: boolean): void {
  if (node.node === constraintNodes.names) return validateNames(checker, node, offset, hasThirdContext);
  if (node.node === constraintNodes.attribute) {
    checker.oneOf(node.attribute, COMPARED, 'classes', 'constraint attr', offset);
    const isOrdered = node.attribute !== user && node.attribute !== type;
    return checker.oneOf(node.operator, isOrdered ? ALL_OPERATORS : EQUALITY, 'classes', 'constraint op', offset);
  }
  checker.oneOf(node.attribute, [0], 'classes', 'constraint attr', offset);
  checker.oneOf(node.operator, [0], 'classes', 'constraint op', offset);
}

function validateNames(checker: PolicyChecker, { attribute, operator, names, typeSet }: ConstraintNode, offset: number, hasThirdContext: boolean): void {
  checker.oneOf(operator, EQUALITY, 'classes', 'constraint op', offset);
  const places = hasThirdContext ? [0, target, thirdContext] : [0, target];
  const kind = [user, role, type].find((each) => places.some((place) => attribute === (each | place)));
  if (kind === undefined) throw checker.error('classes', 'constraint attr', offset, attribute, 'users, roles or types of one context');
  checker.bits(names, symbolsOf(checker, kind), 'classes', 'constraint names');
  if (typeSet === undefined) return;
  checker.oneOf(typeSet.flags, SET_FLAGS, 'classes', 'constraint type flags', offset);
  const isEmpty = typeSet.types.isEmpty && typeSet.negated.isEmpty && typeSet.flags === 0;
  if (kind !== type && !isEmpty) throw checker.error('classes', 'constraint type names', offset, 'types', 'none');
  checker.bits(typeSet.types, checker.policy.types, 'classes', 'constraint type names');
  checker.bits(typeSet.negated, checker.policy.types, 'classes', 'constraint negated type names');
}

function symbolsOf({ policy }: PolicyChecker, kind: number): SymbolTable<SelinuxSymbol> {
  return kind === user ? policy.users : kind === role ? policy.roles : policy.types;
}
