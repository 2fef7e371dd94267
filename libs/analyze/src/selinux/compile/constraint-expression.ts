import type { CilList, CilNode } from '@staticfire/read/formats/cil';
import { constraintAttributes, constraintNodes, constraintOperators } from '@staticfire/read/formats/selinux-policy';
import { type CilItem, type CilSet, type CilStatement, type CilSymbols, namesOf, wrong } from '../cil/index.ts';

/** One step of a postfix expression, before attributes have values. */
export interface ConstraintStep {
  readonly node: number;
  readonly attribute: number;
  readonly operator: number;
  /** Users, roles, or types and attributes, of a step that names them. */
  readonly entries: readonly (CilItem | CilSet)[];
}

export interface ConstraintSymbols {
  readonly users: CilSymbols;
  readonly roles: CilSymbols;
  readonly types: CilSymbols;
}

const { user, role, type, target, thirdContext, l1l2, l1h2, h1l2, h1h2, l1h1, l2h2 } = constraintAttributes;
const { equal, notEqual, dominates, dominatedBy, incomparable } = constraintOperators;
const OPERATORS: ReadonlyMap<string, number> = new Map([
  ['eq', equal],
  ['neq', notEqual],
  ['dom', dominates],
  ['domby', dominatedBy],
  ['incomp', incomparable],
]);
const JOINTS: ReadonlyMap<string, { readonly node: number; readonly operands: number }> = new Map([
  ['not', { node: constraintNodes.not, operands: 1 }],
  ['and', { node: constraintNodes.and, operands: 2 }],
  ['or', { node: constraintNodes.or, operands: 2 }],
]);
const NAMED: ReadonlyMap<string, number> = new Map([
  ['u1', user],
  ['u2', user | target],
  ['u3', user | thirdContext],
  ['r1', role],
  ['r2', role | target],
  ['r3', role | thirdContext],
  ['t1', type],
  ['t2', type | target],
  ['t3', type | thirdContext],
]);
/** What may be compared with what (libsepol cil_verify.c, `cil_verify_constraint_leaf_expr_syntax`). */
const COMPARED: ReadonlyMap<string, number> = new Map([
  ['u1 u2', user],
  ['r1 r2', role],
  ['t1 t2', type],
  ['l1 l2', l1l2],
  ['l1 h2', l1h2],
  ['h1 l2', h1l2],
  ['h1 h2', h1h2],
  ['l1 h1', l1h1],
  ['l2 h2', l2h2],
]);
const OPERANDS = /^(?:[urt][123]|[lh][12])$/;
/** libsepol `CEXPR_MAXDEPTH`. */
const MAX_DEPTH = 5;

/** Reads the expressions of constrain, validatetrans and their MLS twins. What libsepol or the kernel would not take is a FormatError. */
export class ConstraintExpressions {
  readonly #symbols: ConstraintSymbols;

  constructor(symbols: ConstraintSymbols) {
    this.#symbols = symbols;
  }

  read(node: CilNode, statement: CilStatement): ConstraintStep[] {
    const steps = this.#read(node, statement);
    let depth = 0;
    for (const step of steps) {
      if (step.node === constraintNodes.attribute || step.node === constraintNodes.names) depth++;
      else if (step.node !== constraintNodes.not) depth--;
      if (depth > MAX_DEPTH) throw wrong(statement, undefined, `an expression of at most ${MAX_DEPTH} operands in each other`);
    }
    return steps;
  }

  #read(node: CilNode, statement: CilStatement): ConstraintStep[] {
    const [first, ...operands] = node.kind === 'list' ? node.items : [];
    const word = first === undefined || first.kind === 'list' ? '' : first.text;
    const joint = JOINTS.get(word);
    if (joint === undefined) return [this.#comparison(word, operands, node as CilList, statement)];
    if (operands.length !== joint.operands) throw wrong(statement, word, `${joint.operands} operands`, node.line);
    return [...operands.flatMap((operand) => this.#read(operand, statement)), { node: joint.node, attribute: 0, operator: 0, entries: [] }];
  }

  #comparison(word: string, [left, right, ...rest]: readonly CilNode[], { line }: CilNode, statement: CilStatement): ConstraintStep {
    const operator = OPERATORS.get(word);
    if (operator === undefined) throw wrong(statement, word, 'an operator of constraints', line);
    if (left === undefined || left.kind === 'list' || right === undefined || rest.length > 0) throw wrong(statement, word, 'two operands', line);
    if (right.kind !== 'list' && OPERANDS.test(right.text)) return compare(`${left.text} ${right.text}`, operator, line, statement);
    const attribute = NAMED.get(left.text);
    const isThird = attribute !== undefined && (attribute & thirdContext) !== 0;
    const isMisplaced = isThird && !statement.keyword.endsWith('validatetrans');
    if (attribute === undefined || isMisplaced || !isEquality(operator)) throw wrong(statement, `${word} ${left.text}`, 'a comparison of names', line);
    return { node: constraintNodes.names, attribute, operator, entries: this.#entries(attribute, right, statement) };
  }

  #entries(attribute: number, node: CilNode, statement: CilStatement): (CilItem | CilSet)[] {
    const { users, roles, types } = this.#symbols;
    const symbols = (attribute & user) !== 0 ? users : (attribute & role) !== 0 ? roles : types;
    return namesOf(node, statement).map((name) => symbols.names.entry(name, statement));
  }
}

function compare(operands: string, operator: number, line: number, statement: CilStatement): ConstraintStep {
  const attribute = COMPARED.get(operands);
  const isOrdered = attribute !== user && attribute !== type;
  if (attribute === undefined || (!isOrdered && !isEquality(operator))) throw wrong(statement, operands, 'operands that are compared like that', line);
  return { node: constraintNodes.attribute, attribute, operator, entries: [] };
}

function isEquality(operator: number): boolean {
  return operator === equal || operator === notEqual;
}
