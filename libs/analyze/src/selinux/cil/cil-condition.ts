import type { CilNode } from '@staticfire/read/formats/cil';
import { type ConditionalNode, conditionalOperators } from '@staticfire/read/formats/selinux-policy';
import { type CilStatement, wrong } from './cil-module.ts';

const { boolean, not, or, and, xor, equal, notEqual } = conditionalOperators;
const OPERATORS: ReadonlyMap<string, { readonly operator: number; readonly operands: number }> = new Map([
  ['not', { operator: not, operands: 1 }],
  ['and', { operator: and, operands: 2 }],
  ['or', { operator: or, operands: 2 }],
  ['xor', { operator: xor, operands: 2 }],
  ['eq', { operator: equal, operands: 2 }],
  ['neq', { operator: notEqual, operands: 2 }],
]);

/** The expression of a booleanif or a tunableif in postfix notation; a list without an operator is true when one of it is. `booleanOf` throws for unknown names. */
export function conditionNodes(node: CilNode, statement: CilStatement, booleanOf: (name: string) => number): ConditionalNode[] {
  if (node.kind !== 'list') {
    if (OPERATORS.has(node.text)) throw wrong(statement, node.text, 'an operator at the start of a list', node.line);
    return [{ operator: boolean, boolean: booleanOf(node.text) }];
  }
  const [first, ...rest] = node.items;
  if (first === undefined) throw wrong(statement, undefined, 'names in the list', node.line);
  const known = first.kind === 'list' ? undefined : OPERATORS.get(first.text);
  const operands = (known === undefined ? node.items : rest).map((item) => conditionNodes(item, statement, booleanOf));
  if (known === undefined) return operands.flatMap((each, index) => (index === 0 ? each : [...each, operatorNode(or)]));
  if (operands.length !== known.operands) throw wrong(statement, `${operands.length} operands`, String(known.operands), node.line);
  return [...operands.flat(), operatorNode(known.operator)];
}

/** The statements of the branches of a booleanif or a tunableif. */
export function conditionBranches(statement: CilStatement): Readonly<Record<'true' | 'false', readonly CilNode[]>> {
  const branches: Partial<Record<string, readonly CilNode[]>> = {};
  for (const operand of statement.operands.slice(1)) {
    const [first, ...rest] = operand.kind === 'list' ? operand.items : [];
    const name = first === undefined || first.kind === 'list' ? '' : first.text;
    const isNew = (name === 'true' || name === 'false') && branches[name] === undefined;
    if (!isNew || rest.length === 0) throw wrong(statement, name, 'statements in one branch for true, one for false', operand.line);
    branches[name] = rest;
  }
  return { true: branches['true'] ?? [], false: branches['false'] ?? [] };
}

function operatorNode(operator: number): ConditionalNode {
  return { operator, boolean: 0 };
}
