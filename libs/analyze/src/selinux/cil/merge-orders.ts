/**
 * One order of all lists in which each of them is kept, as libsepol finds it (cil_resolve_ast.c, `__cil_ordered_lists_merge`): a list is put in where it
 * shares something with what there is already. Undefined when a list shares nothing, contradicts the others or names something twice.
 */
export function mergeOrders<T>(lists: readonly (readonly T[])[], spend: (steps: number) => void): readonly T[] | undefined {
  let merged: readonly T[] = [];
  let waiting = lists;
  while (waiting.length > 0) {
    const left: (readonly T[])[] = [];
    for (const list of waiting) {
      spend(1 + merged.length + list.length);
      const next = mergeOrder(merged, list);
      if (next === undefined) left.push(list);
      else merged = next;
    }
    if (left.length === waiting.length) return undefined;
    waiting = left;
  }
  return merged;
}

function mergeOrder<T>(old: readonly T[], list: readonly T[]): readonly T[] | undefined {
  const places = new Map(old.map((item, place) => [item, place]));
  const first = list.findIndex((item) => places.has(item));
  if (old.length === 0) return new Set(list).size === list.length ? list : undefined;
  if (first < 0) return undefined;
  const start = places.get(list[first]!)!;
  if (first > 0 && start > 0) return undefined;
  const rest = mergeRest(old, start, list, first);
  const result = rest === undefined ? undefined : [...old.slice(0, start), ...list.slice(0, first), ...rest];
  return result !== undefined && new Set(result).size === result.length ? result : undefined;
}

/** From an item on that both have, of the old order at `start`, of the new list at `first`. */
function mergeRest<T>(old: readonly T[], start: number, list: readonly T[], first: number): T[] | undefined {
  const oldPlaces = new Map(old.map((item, place) => [item, place]));
  const places = new Map(list.map((item, place) => [item, place]));
  const result: T[] = [];
  let [before, next] = [start, first];
  while (before < old.length && next < list.length) {
    const placeOfOld = places.get(old[before]!) ?? -1;
    const placeOfNew = oldPlaces.get(list[next]!) ?? -1;
    if (placeOfOld >= next) {
      result.push(...list.slice(next, placeOfOld + 1));
      next = placeOfOld + 1;
      before++;
    } else if (placeOfNew > before) {
      result.push(...old.slice(before, placeOfNew + 1));
      before = placeOfNew + 1;
      next++;
    } else return undefined;
  }
  return [...result, ...old.slice(before), ...list.slice(next)];
}
