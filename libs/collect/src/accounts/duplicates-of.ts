const MAX_DUPLICATES = 1000;

/** Values of the keys that more than one element has, and the names of those elements; at most 1000. */
export function duplicatesOf<K extends string, T extends { readonly name: string } & Readonly<Record<K, unknown>>>(
  elements: readonly T[],
  keys: readonly K[],
): readonly { readonly what: K; readonly value: string; readonly names: readonly string[] }[] {
  return keys.flatMap((what) => shared(elements, what)).slice(0, MAX_DUPLICATES);
}

function shared<K extends string, T extends { readonly name: string } & Readonly<Record<K, unknown>>>(elements: readonly T[], what: K) {
  const groups = [...Map.groupBy(elements, (element) => String(element[what]))].filter(([, same]) => same.length > 1);
  return groups.map(([value, same]) => ({ what, value, names: same.map(({ name }) => name) }));
}
