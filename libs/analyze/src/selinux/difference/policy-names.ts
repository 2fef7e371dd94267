import type { SelinuxClass, SelinuxPolicy, SelinuxSymbol, SymbolTable } from '@staticfire/read/formats/selinux-policy';

/** How the values of one policy stand in another: by name, 0 for what the other does not have. */
export interface Translation {
  readonly types: Uint16Array;
  readonly classes: Uint16Array;
  /** The access vector's bits in the other policy, by class; undefined where they are the same. Permissions that the other lacks get bits behind 32. */
  readonly bits: readonly (readonly number[] | undefined)[];
}

/** Types and classes by name; attributes and aliases are not translated. */
export function translate(from: SelinuxPolicy, to: SelinuxPolicy): Translation {
  const classes = valuesOf(from.classes, to.classes);
  return {
    types: valuesOf(from.types, to.types, (value) => !from.types.at(value)!.isAttribute && !to.types.get(from.types.nameOf(value))?.isAttribute),
    classes,
    bits: Array.from(classes, (other, value) => (other === 0 ? undefined : bitsOf(from.classes.at(value)!, to.classes.at(other)!))),
  };
}

function valuesOf(from: SymbolTable<SelinuxSymbol>, to: SymbolTable<SelinuxSymbol>, counts: (value: number) => boolean = () => true): Uint16Array {
  const values = new Uint16Array(from.maxValue + 1);
  for (const { name, value, isAlias } of from.records) {
    const other = isAlias ? undefined : to.get(name);
    if (other?.name === name && counts(value)) values[value] = other.value;
  }
  return values;
}

function bitsOf(from: SelinuxClass, to: SelinuxClass): number[] | undefined {
  const bits = from.permissionNames.map((name) => (name === undefined ? -1 : to.permissionNames.indexOf(name)));
  return bits.every((bit, index) => bit === index || from.permissionNames[index] === undefined) ? undefined : bits;
}
