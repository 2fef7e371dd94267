import { LimitError } from '@staticfire/read/bytes';
import type { CilNode } from '@staticfire/read/formats/cil';
import { WorkBudget } from '../work-budget.ts';
import { BitSet } from './bit-set.ts';
import { type CilStatement, nameAt, operandAt, wrong } from './cil-module.ts';
import { type CilItem, CilNames, type CilSet } from './cil-names.ts';
import type { CilProgram } from './cil-program.ts';
import { SetExpressions } from './set-expression.ts';
import type { SymbolKind } from './symbol-kinds.ts';

/** Sets that are made of sets, and so on; policies have a handful. */
const MAX_DEPTH = 100;
/** Words of all sets, of four bytes each. */
const MAX_WORDS = 20_000_000;
/** Members of all names that are looked at, one by one. */
const MAX_PLACES = 20_000_000;

/** Which of the types of a policy, its roles, users or categories, sets and expressions stand for: by their place in `names.items`. */
export class CilSymbols {
  readonly names: CilNames;
  readonly #places: ReadonlyMap<CilItem, number>;
  readonly #definitions = new Map<CilSet, CilStatement[]>();
  readonly #members = new Map<CilSet, BitSet>();
  readonly #open = new Set<CilSet>();
  readonly #expressions: SetExpressions;
  readonly #words: WorkBudget;
  readonly #looked: WorkBudget;

  constructor(program: CilProgram, kind: SymbolKind) {
    this.names = new CilNames(program, kind);
    this.#words = new WorkBudget(`sets of ${kind.what} names`, MAX_WORDS);
    this.#looked = new WorkBudget(`members of ${kind.what} names`, MAX_PLACES);
    this.#places = new Map(this.names.items.map((item, place) => [item, place]));
    if (kind.members === '') for (const set of this.names.sets) this.#definitions.set(set, [set.statement]);
    else for (const statement of program.all(kind.members)) this.#define(statement);
    const add = (name: string, statement: CilStatement, set: BitSet) => this.#addTo(set, name, statement);
    const addRange = (first: string, last: string, statement: CilStatement, set: BitSet) => this.#addRange(set, first, last, statement);
    this.#expressions = new SetExpressions({ size: this.size, add, ...(kind.order === '' ? {} : { addRange }) });
  }

  get size(): number {
    return this.names.items.length;
  }

  placeOf(item: CilItem): number {
    return this.#places.get(item)!;
  }

  /** The place of a name that may not be that of a set. */
  place(name: string, statement: CilStatement): number {
    return this.placeOf(this.names.item(name, statement));
  }

  /** What a name stands for. */
  of(name: string, statement: CilStatement): BitSet {
    return this.members(this.names.entry(name, statement));
  }

  /** The same one by one, ascending. */
  places(entry: CilItem | CilSet): number[] {
    if (entry.kind === 'item') return [this.placeOf(entry)];
    const members = this.members(entry);
    this.#looked.spend(1 + members.wordCount);
    const places = members.toArray();
    this.#looked.spend(places.length);
    return places;
  }

  /** Adds what entries stand for. */
  union(entries: readonly (CilItem | CilSet)[]): BitSet {
    const union = new BitSet(this.size);
    this.#looked.spend(union.wordCount);
    for (const entry of entries) this.#addEntry(union, entry);
    return union;
  }

  /** A set that is made of itself is a FormatError, more than 100 in each other a LimitError. */
  members(entry: CilItem | CilSet): BitSet {
    if (entry.kind === 'set') return this.#members.get(entry) ?? this.#evaluateSet(entry);
    const members = new BitSet(this.size);
    members.add(this.placeOf(entry));
    return members;
  }

  evaluate(node: CilNode, statement: CilStatement): BitSet {
    return this.#expressions.evaluate(node, statement);
  }

  #define(statement: CilStatement): void {
    const set = this.names.set(nameAt(statement, 0), statement);
    const known = this.#definitions.get(set);
    if (known === undefined) this.#definitions.set(set, [statement]);
    else known.push(statement);
  }

  #evaluateSet(set: CilSet): BitSet {
    const { file, line } = set.statement;
    if (this.#open.has(set)) throw wrong(set.statement, set.name, 'nothing that is made of itself');
    if (this.#open.size === MAX_DEPTH) throw new LimitError({ structure: file, field: `line ${line}`, message: `more than ${MAX_DEPTH} sets in each other` });
    this.#open.add(set);
    const members = new BitSet(this.size);
    this.#words.spend(1 + members.wordCount);
    for (const statement of this.#definitions.get(set) ?? []) members.addAll(this.evaluate(operandAt(statement, 1), statement));
    this.#open.delete(set);
    this.#members.set(set, members);
    return members;
  }

  #addTo(set: BitSet, name: string, statement: CilStatement): void {
    this.#addEntry(set, this.names.entry(name, statement));
  }

  #addEntry(set: BitSet, entry: CilItem | CilSet): void {
    this.#looked.spend(entry.kind === 'item' ? 1 : set.wordCount);
    if (entry.kind === 'item') set.add(this.placeOf(entry));
    else set.addAll(this.members(entry));
  }

  #addRange(set: BitSet, first: string, last: string, statement: CilStatement): void {
    const [low, high] = [this.place(first, statement), this.place(last, statement)];
    if (low > high) throw wrong(statement, `${first} ${last}`, 'a range that ascends');
    set.addRange(low, high);
  }
}
