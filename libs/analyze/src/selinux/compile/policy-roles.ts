import { Ebitmap, type SelinuxRole } from '@staticfire/read/formats/selinux-policy';
import { type BitSet, type CilProgram, type CilStatement, CilSymbols, nameAt, symbolKinds } from '../cil/index.ts';
import { PlaceSets } from './place-sets.ts';
import { readBounds } from './policy-bounds.ts';
import type { PolicyTypes } from './policy-types.ts';

/** The role of everything that is no process. Every policy has it with this value, declared or not. */
const OBJECT_ROLE = { name: 'object_r', value: 1 } as const;

/** Roles and the types that they may have. */
export class PolicyRoles {
  readonly symbols: CilSymbols;
  readonly #program: CilProgram;
  readonly #types: PlaceSets;
  readonly #values: readonly number[];

  constructor(program: CilProgram, { symbols: types }: PolicyTypes) {
    this.#program = program;
    this.symbols = new CilSymbols(program, symbolKinds.role);
    for (const set of this.symbols.names.sets) this.symbols.members(set);
    let next: number = OBJECT_ROLE.value;
    this.#values = this.symbols.names.items.map(({ name }) => (name === OBJECT_ROLE.name ? OBJECT_ROLE.value : ++next));
    this.#types = new PlaceSets('types of roles', types.size);
    for (const statement of program.all('roletype')) {
      this.#types.add(this.symbols.places(this.symbols.names.entry(nameAt(statement, 0), statement)), types.of(nameAt(statement, 1), statement));
    }
  }

  value(place: number): number {
    return this.#values[place]!;
  }

  /** Of all roles that a name stands for. */
  valuesOf(name: string, statement: CilStatement): number[] {
    return this.symbols.places(this.symbols.names.entry(name, statement)).map((place) => this.value(place));
  }

  values(places: BitSet): number[] {
    return places.toArray().map((place) => this.value(place));
  }

  hasType(place: number, type: number): boolean {
    return this.#types.of(place).has(type);
  }

  /** object_r goes with every type, which files say with an empty set. */
  records(): SelinuxRole[] {
    const bounds = readBounds(this.#program.all('rolebounds'), this.symbols);
    const declared = this.symbols.names.items.map(({ name }, place): SelinuxRole => {
      const parent = bounds.get(place);
      const record = { name, value: this.value(place), bounds: parent === undefined ? 0 : this.value(parent) };
      return record.value === OBJECT_ROLE.value ? { ...record, ...OBJECT } : { ...record, ...own(record.value, this.#types.of(place)) };
    });
    const hasObjectRole = declared.some(({ value }) => value === OBJECT_ROLE.value);
    return hasObjectRole ? declared : [{ ...OBJECT_ROLE, bounds: 0, ...OBJECT }, ...declared];
  }
}

const OBJECT = { isAlias: false, dominates: Ebitmap.empty, types: Ebitmap.empty, offset: 0 } as const;

function own(value: number, types: BitSet): Pick<SelinuxRole, 'isAlias' | 'dominates' | 'types' | 'offset'> {
  return { isAlias: false, dominates: Ebitmap.of([value - 1]), types: Ebitmap.of(types.toArray()), offset: 0 };
}
