import type { Ebitmap } from './ebitmap.ts';
import { readEbitmap } from './ebitmap.ts';
import type { PolicyCursor } from './policy-cursor.ts';
import type { SymbolTable } from './symbol-table.ts';
import type { SelinuxType } from './symbols.ts';

const NONE = new Uint16Array(0);

/** Which type has which attributes: the file says it type by type, and attributes name no members elsewhere. */
export class AttributeMap {
  /** By value less 1; bits are values less 1, in practice with the own one. */
  readonly maps: readonly Ebitmap[];
  readonly #types: SymbolTable<SelinuxType>;
  #members: Map<number, Uint16Array> | undefined;

  constructor(maps: readonly Ebitmap[], types: SymbolTable<SelinuxType>) {
    this.maps = maps;
    this.#types = types;
  }

  /** The values of a type's attributes, ascending. */
  attributesOf(type: number): number[] {
    const values: number[] = [];
    this.maps[type - 1]?.forEach((bit) => {
      if (bit + 1 !== type) values.push(bit + 1);
    });
    return values;
  }

  /** The values of the types that have the attribute, ascending; a type stands for itself. */
  membersOf(value: number): Uint16Array {
    if (!this.#types.at(value)?.isAttribute) return Uint16Array.of(value);
    this.#members ??= invert(this.maps, this.#types);
    return this.#members.get(value) ?? NONE;
  }

  /**
   * Marks by value which types and attributes stand for at least one of the types that `value` stands for: what a rule has to name in order to
   * speak of it. An attribute without members is never marked.
   */
  matching(value: number): Uint8Array {
    const marks = new Uint8Array(this.#types.maxValue + 1);
    for (const type of this.membersOf(value)) {
      marks[type] = 1;
      for (const attribute of this.attributesOf(type)) marks[attribute] = 1;
    }
    return marks;
  }
}

/** One ebitmap for each value of the types, from 1. */
export function decodeAttributeMap(cursor: PolicyCursor, types: SymbolTable<SelinuxType>): AttributeMap {
  cursor.section = 'type attribute map';
  return new AttributeMap(
    Array.from({ length: types.maxValue }, () => readEbitmap(cursor, 'attributes')),
    types,
  );
}

function invert(maps: readonly Ebitmap[], types: SymbolTable<SelinuxType>): Map<number, Uint16Array> {
  const members = new Map<number, number[]>();
  maps.forEach((map, index) => {
    if (types.at(index + 1)?.isAttribute !== false) return;
    map.forEach((bit) => {
      const list = members.get(bit + 1);
      if (list === undefined) members.set(bit + 1, [index + 1]);
      else list.push(index + 1);
    });
  });
  return new Map([...members].map(([attribute, values]) => [attribute, Uint16Array.from(values)]));
}
