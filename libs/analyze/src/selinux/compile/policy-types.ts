import { Ebitmap, type SelinuxType } from '@staticfire/read/formats/selinux-policy';
import { type CilItem, type CilProgram, type CilSet, type CilStatement, CilSymbols, nameAt, symbolKinds } from '../cil/index.ts';
import { WorkBudget } from '../work-budget.ts';
import { readBounds } from './policy-bounds.ts';
import { aliasRecords, symbolRecords } from './symbol-records.ts';

/** Types that attributes of one policy stand for together; all of Debian's are 45 000. */
const MAX_MEMBERS = 2_000_000;

/** Types, and the attributes that a binary policy keeps; which those are depends on the statements that name them. */
export class PolicyTypes {
  readonly symbols: CilSymbols;
  readonly #program: CilProgram;
  readonly #values = new Map<CilSet, number>();

  constructor(program: CilProgram) {
    this.#program = program;
    this.symbols = new CilSymbols(program, symbolKinds.type);
    for (const set of this.symbols.names.sets) this.symbols.members(set);
  }

  /** Gives values to these attributes, behind those of the types. */
  keep(sets: readonly CilSet[]): void {
    for (const set of sets) this.#values.set(set, this.symbols.size + this.#values.size + 1);
  }

  /** Undefined for an attribute that is not kept. */
  valueOf(entry: CilItem | CilSet): number | undefined {
    return entry.kind === 'item' ? this.symbols.placeOf(entry) + 1 : this.#values.get(entry);
  }

  /** The value of a name that may not be that of an attribute. */
  value(name: string, statement: CilStatement): number {
    return this.symbols.place(name, statement) + 1;
  }

  /** The values of the types that a name stands for. */
  valuesOf(name: string, statement: CilStatement): number[] {
    return this.#members(this.symbols.names.entry(name, statement));
  }

  /** The same with an attribute for itself where it is kept and stands for something. */
  writtenValues(name: string, statement: CilStatement): number[] {
    const entry = this.symbols.names.entry(name, statement);
    const value = this.valueOf(entry);
    return value === undefined || (entry.kind === 'set' && this.symbols.members(entry).isEmpty) ? this.#members(entry) : [value];
  }

  records(): SelinuxType[] {
    const bounds = readBounds(this.#program.all('typebounds'), this.symbols);
    const types = symbolRecords(this.symbols).map((record, place) => ({ ...record, isAttribute: false, bounds: (bounds.get(place) ?? -1) + 1 }));
    const aliases = aliasRecords(this.symbols).map((record) => ({ ...record, isAttribute: false, bounds: 0 }));
    const attributes = Array.from(this.#values, ([{ name }, value]) => ({ name, value, isAlias: false, isAttribute: true, bounds: 0, offset: 0 }));
    return [...types, ...attributes, ...aliases];
  }

  /** By value less 1, each type and attribute with its own bit. */
  attributeMaps(): Ebitmap[] {
    const budget = new WorkBudget('members of attributes', MAX_MEMBERS);
    const bits = Array.from({ length: this.symbols.size + this.#values.size }, (_, bit) => [bit]);
    for (const [set, value] of this.#values) {
      this.symbols.members(set).forEach((place) => {
        budget.spend(1);
        bits[place]!.push(value - 1);
      });
    }
    return bits.map((each) => Ebitmap.of(each));
  }

  /** Ascending values. */
  permissive(): number[] {
    const values = this.#program.all('typepermissive').map((statement) => this.value(nameAt(statement, 0), statement));
    return [...new Set(values)].sort((a, b) => a - b);
  }

  #members(entry: CilItem | CilSet): number[] {
    return this.symbols.places(entry).map((place) => place + 1);
  }
}
