import type { CilList, CilNode } from '@staticfire/read/formats/cil';
import { WorkBudget } from '../work-budget.ts';
import { BitSet } from './bit-set.ts';
import { type CilStatement, wrong } from './cil-module.ts';

/** What the names of an expression stand for. */
export interface SetNames {
  /** How many things there are, for `not` and `all`. */
  readonly size: number;
  /** Adds what one name stands for; unknown ones throw. */
  add(name: string, statement: CilStatement, set: BitSet): void;
  /** Adds what is from one name to another one, both inclusive; only of things that have an order. */
  addRange?(first: string, last: string, statement: CilStatement, set: BitSet): void;
}

const OPERANDS: ReadonlyMap<string, number> = new Map([
  ['all', 0],
  ['not', 1],
  ['and', 2],
  ['or', 2],
  ['xor', 2],
  ['range', 2],
]);
/** Words of sets, of every expression of a policy together. */
const MAX_STEPS = 50_000_000;

/** Expressions over names: a name, a list of expressions, and `(and x y)`, `(or x y)`, `(xor x y)`, `(not x)`, `(range x y)` and `(all)`. */
export class SetExpressions {
  readonly #names: SetNames;
  readonly #budget: WorkBudget;

  constructor(names: SetNames, budget: WorkBudget = setBudget()) {
    this.#names = names;
    this.#budget = budget;
  }

  /** Operators in other places and with other numbers of operands, and empty lists, are a FormatError. */
  evaluate(node: CilNode, statement: CilStatement): BitSet {
    const set = new BitSet(this.#names.size);
    this.#addTo(set, node, statement);
    return set;
  }

  #addTo(set: BitSet, node: CilNode, statement: CilStatement): void {
    this.#budget.spend(1 + set.wordCount);
    if (node.kind === 'list') return this.#addList(set, node, statement);
    if (OPERANDS.has(node.text)) throw wrong(statement, node.text, 'an operator at the start of a list', node.line);
    this.#names.add(node.text, statement, set);
  }

  #addList(set: BitSet, { items, line }: CilList, statement: CilStatement): void {
    const [first, ...rest] = items;
    if (first === undefined) throw wrong(statement, undefined, 'names in the list', line);
    const operator = first.kind === 'list' ? '' : first.text;
    const expected = OPERANDS.get(operator);
    if (expected === undefined) {
      for (const item of items) this.#addTo(set, item, statement);
      return;
    }
    if (rest.length !== expected) throw wrong(statement, `${rest.length} operands of ${operator}`, String(expected), line);
    if (operator === 'range') this.#addRange(set, rest, statement);
    else set.addAll(this.#apply(operator, rest, statement));
  }

  #addRange(set: BitSet, [first, last]: readonly CilNode[], statement: CilStatement): void {
    const { addRange } = this.#names;
    if (addRange === undefined || first === undefined || last === undefined || first.kind === 'list' || last.kind === 'list')
      throw wrong(statement, undefined, 'a range of two names that have an order');
    addRange.call(this.#names, first.text, last.text, statement, set);
  }

  #apply(operator: string, operands: readonly CilNode[], statement: CilStatement): BitSet {
    const [left = new BitSet(this.#names.size), right = left] = operands.map((operand) => this.evaluate(operand, statement));
    this.#budget.spend(left.wordCount);
    if (operator === 'and') return left.intersection(right);
    if (operator === 'or') return left.union(right);
    return operator === 'xor' ? left.symmetricDifference(right) : left.complement();
  }
}

export function setBudget(): WorkBudget {
  return new WorkBudget('set expressions', MAX_STEPS);
}
