import type { SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { UnknownSymbolError } from './rule-query.ts';
import { namesIn } from './symbol-names.ts';

/** Marks by value the types that any of these types, aliases or attributes stands for. */
export function typeMarks({ types, attributeMap }: SelinuxPolicy, names: readonly string[]): Uint8Array {
  const marks = new Uint8Array(types.maxValue + 1);
  for (const name of names) {
    const symbol = types.get(name);
    if (symbol === undefined) throw new UnknownSymbolError('type or attribute', name, namesIn(types));
    for (const type of attributeMap.membersOf(symbol.value)) marks[type] = 1;
  }
  return marks;
}
