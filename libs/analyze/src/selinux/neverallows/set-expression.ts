import { FormatError, UnsupportedError } from '@staticfire/read/bytes';
import type { CilNode } from '@staticfire/read/formats/cil';
import { WorkBudget } from '../work-budget.ts';

/** What the names of an expression stand for. */
export interface SetNames {
  /** Everything there is, for `not` and `all`. */
  readonly universe: ReadonlySet<string>;
  /** What one name stands for; unknown ones throw. */
  members(name: string, line: number): ReadonlySet<string>;
}

const OPERANDS: ReadonlyMap<string, number> = new Map([
  ['all', 0],
  ['not', 1],
  ['and', 2],
  ['or', 2],
  ['xor', 2],
]);
/** Of every expression of a policy together. */
const MAX_STEPS = 100_000_000;

/** Expressions over sets of names: a name, a list of expressions, and `(and x y)`, `(or x y)`, `(xor x y)`, `(not x)` and `(all)`. */
export class SetExpressions {
  readonly #file: string;
  readonly #names: SetNames;
  readonly #budget: WorkBudget;

  constructor(file: string, names: SetNames, budget: WorkBudget = setBudget()) {
    this.#file = file;
    this.#names = names;
    this.#budget = budget;
  }

  /** Operators in other places and with other numbers of operands are a FormatError, `range` and quoted names an UnsupportedError. */
  evaluate(node: CilNode): ReadonlySet<string> {
    if (node.kind === 'symbol') return this.#spent(node.text === 'all' ? this.#names.universe : this.#names.members(node.text, node.line));
    if (node.kind === 'string') throw new UnsupportedError({ structure: this.#file, field: `line ${node.line}`, message: 'a quoted name in an expression' });
    const [first, ...rest] = node.items;
    const operator = first?.kind === 'symbol' ? first.text : '';
    if (operator === 'range') throw new UnsupportedError({ structure: this.#file, field: `line ${node.line}`, message: 'the operator range' });
    const expected = OPERANDS.get(operator);
    if (expected === undefined) return unionOf(node.items.map((item) => this.evaluate(item)));
    if (rest.length !== expected) {
      throw new FormatError({ structure: this.#file, field: `line ${node.line}, ${operator}`, found: rest.length, expected: `${expected} operands` });
    }
    return this.#apply(operator, rest);
  }

  #apply(operator: string, operands: readonly CilNode[]): ReadonlySet<string> {
    const [left = new Set<string>(), right = new Set<string>()] = operands.map((operand) => this.evaluate(operand));
    this.#budget.spend(left.size + right.size + (operator === 'all' || operator === 'not' ? this.#names.universe.size : 0));
    if (operator === 'all') return this.#names.universe;
    if (operator === 'not') return this.#names.universe.difference(left);
    if (operator === 'and') return left.intersection(right);
    return operator === 'or' ? left.union(right) : left.symmetricDifference(right);
  }

  #spent(set: ReadonlySet<string>): ReadonlySet<string> {
    this.#budget.spend(1 + set.size);
    return set;
  }
}

export function setBudget(): WorkBudget {
  return new WorkBudget('set expressions', MAX_STEPS);
}

export function unionOf(sets: readonly ReadonlySet<string>[]): Set<string> {
  const all = new Set<string>();
  for (const set of sets) for (const name of set) all.add(name);
  return all;
}
