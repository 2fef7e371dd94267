import { LimitError } from '@staticfire/read/bytes';
import { WorkBudget } from '../work-budget.ts';
import { type CilStatement, nameAt, namesOf, operandAt, wrong } from './cil-module.ts';
import type { CilProgram } from './cil-program.ts';
import { CilTable } from './cil-table.ts';
import { mergeOrders } from './merge-orders.ts';
import type { SymbolKind } from './symbol-kinds.ts';

export interface CilItem {
  readonly kind: 'item';
  /** With the blocks around it. */
  readonly name: string;
  readonly statement: CilStatement;
}

export interface CilAlias {
  readonly kind: 'alias';
  readonly name: string;
  readonly statement: CilStatement;
}

export interface CilSet {
  readonly kind: 'set';
  readonly name: string;
  readonly statement: CilStatement;
}

type Entry = CilItem | CilAlias | CilSet;

const MAX_ORDER_STEPS = 50_000_000;
/** Values of types and classes are u16; of the other kinds there are less. */
const MAX_NAMES = 0xffff;

/** What the modules of a policy declare of one kind: things, other names of them, and sets. */
export class CilNames {
  /** In the order of their declaration, or in the one that statements give. */
  readonly items: readonly CilItem[];
  readonly aliases: readonly CilAlias[];
  readonly sets: readonly CilSet[];
  readonly #kind: SymbolKind;
  readonly #table: CilTable<Entry>;
  readonly #actuals = new Map<CilAlias, CilStatement>();

  /** More than 65 535 are a LimitError. Names that are declared twice, orders that leave out something or contradict each other, and aliases of nothing or of themselves are a FormatError. */
  constructor(program: CilProgram, kind: SymbolKind) {
    this.#kind = kind;
    this.#table = new CilTable(`a ${kind.what} that is declared`, program.blocks, kind.reserved);
    const items = this.#declare<CilItem>(program, kind.item, 'item');
    this.aliases = this.#declare<CilAlias>(program, kind.alias, 'alias');
    this.sets = this.#declare<CilSet>(program, kind.set, 'set');
    const count = this.#table.entries.size;
    if (count > MAX_NAMES) throw new LimitError({ structure: 'CIL modules', field: kind.what, found: count, expected: `at most ${MAX_NAMES}` });
    for (const statement of program.all(kind.actual)) this.#addActual(statement);
    for (const alias of this.aliases) this.actualOf(alias);
    this.items = kind.order === '' ? items : this.#ordered(program.all(kind.order), items);
  }

  /** What a name or an alias means. */
  entry(name: string, statement: CilStatement): CilItem | CilSet {
    const entry = this.#table.get(name, statement);
    return entry.kind === 'alias' ? this.actualOf(entry) : entry;
  }

  /** The same of a name that may not be that of a set. */
  item(name: string, statement: CilStatement): CilItem {
    const entry = this.entry(name, statement);
    if (entry.kind === 'set') throw wrong(statement, name, `a ${this.#kind.what}, not a set`);
    return entry;
  }

  /** The same of a name that has to be that of a set. */
  set(name: string, statement: CilStatement): CilSet {
    const entry = this.entry(name, statement);
    if (entry.kind === 'item') throw wrong(statement, name, `the name of a set, not of a ${this.#kind.what}`);
    return entry;
  }

  actualOf(alias: CilAlias): CilItem {
    const seen = new Set<CilAlias>();
    let entry: Entry = alias;
    while (entry.kind === 'alias') {
      const actual = this.#actuals.get(entry);
      if (seen.has(entry) || actual === undefined) throw wrong(entry.statement, entry.name, `an alias of a ${this.#kind.what}`);
      seen.add(entry);
      entry = this.#table.get(nameAt(actual, 1), actual);
    }
    if (entry.kind === 'set') throw wrong(alias.statement, alias.name, `an alias of a ${this.#kind.what}`);
    return entry;
  }

  #declare<E extends Entry>(program: CilProgram, keyword: string, kind: E['kind']): E[] {
    return program.all(keyword).map((statement) => this.#table.declare(statement, (name) => ({ kind, name, statement })) as E);
  }

  #addActual(statement: CilStatement): void {
    const alias = this.#table.get(nameAt(statement, 0), statement);
    if (alias.kind !== 'alias' || this.#actuals.has(alias)) throw wrong(statement, nameAt(statement, 0), 'an alias once');
    this.#actuals.set(alias, statement);
  }

  #ordered(statements: readonly CilStatement[], items: readonly CilItem[]): readonly CilItem[] {
    const budget = new WorkBudget(this.#kind.order, MAX_ORDER_STEPS);
    const lists = statements.map((statement) => namesOf(operandAt(statement, 0), statement).map((name) => this.item(name, statement)));
    const order = mergeOrders(lists, (steps) => budget.spend(steps));
    if (order === undefined) throw wrong(statements[0]!, undefined, 'lists that make one order');
    const ordered = new Set(order);
    const missing = items.find((item) => !ordered.has(item));
    if (missing !== undefined) throw wrong(missing.statement, missing.name, `a ${this.#kind.what} that a ${this.#kind.order} names`);
    return order;
  }
}
