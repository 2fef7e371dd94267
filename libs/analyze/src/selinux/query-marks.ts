import type { SelinuxPolicy, SelinuxSymbol, SymbolTable } from '@staticfire/read/formats/selinux-policy';
import { UnknownSymbolError } from './rule-query.ts';
import { namesIn } from './symbol-names.ts';

/** Marks values: `marks[value] === 1` for those that match. Undefined stands for all. */
export type Marks = Uint8Array | undefined;

/** The types and attributes that a rule must name to match: `name` itself, or all that stand for a type that it stands for. */
export function markTypes({ types, attributeMap }: SelinuxPolicy, name: string | undefined, isDirect: boolean | undefined): Marks {
  if (name === undefined) return undefined;
  const { value } = lookUp(types, 'type or attribute', name);
  return isDirect ? markValues(types, [value]) : attributeMap.matching(value);
}

/** Any of the names; an unknown one is an UnknownSymbolError. */
export function markNames(table: SymbolTable<SelinuxSymbol>, kind: string, names: readonly string[] | undefined): Marks {
  if (names === undefined) return undefined;
  return markValues(
    table,
    names.map((name) => lookUp(table, kind, name).value),
  );
}

/** By class, an access vector of those permissions that it has. None of the classes asked for having one of them is an UnknownSymbolError. */
export function permissionVectors({ classes }: SelinuxPolicy, permissions: readonly string[] | undefined, asked: Marks): Uint32Array | undefined {
  if (permissions === undefined) return undefined;
  const vectors = new Uint32Array(classes.maxValue + 1);
  for (const name of permissions) {
    let isKnown = false;
    for (const { value, permissionNames } of classes.records) {
      const bit = permissionNames.indexOf(name);
      if (bit < 0 || (asked !== undefined && asked[value] !== 1)) continue;
      vectors[value]! |= 1 << bit;
      isKnown = true;
    }
    if (!isKnown) throw new UnknownSymbolError('permission', name, permissionsOf(classes, asked));
  }
  return vectors;
}

function permissionsOf({ records }: SelinuxPolicy['classes'], asked: Marks): string[] {
  const known = records.filter(({ value }) => matches(asked, value)).flatMap(({ permissionNames }) => permissionNames);
  return [...new Set(known.filter((name) => name !== undefined))];
}

export function matches(marks: Marks, value: number): boolean {
  return marks === undefined || marks[value] === 1;
}

function lookUp(table: SymbolTable<SelinuxSymbol>, kind: string, name: string): SelinuxSymbol {
  const symbol = table.get(name);
  if (symbol === undefined) throw new UnknownSymbolError(kind, name, namesIn(table));
  return symbol;
}

function markValues(table: SymbolTable<SelinuxSymbol>, values: readonly number[]): Uint8Array {
  const marks = new Uint8Array(table.maxValue + 1);
  for (const value of values) marks[value] = 1;
  return marks;
}
