import type { DocumentValue, DocumentValues } from './flatten-document.ts';

/** The values of a file on one kind of node. */
export interface WorldValues {
  readonly conditions: ReadonlyMap<string, boolean>;
  readonly values: DocumentValues;
}

/** What holds on every node: a value that differs between them, or that some do not have, is open. Sorted by path. */
export function mergeDocuments(worlds: readonly WorldValues[]): DocumentValues {
  const paths = [...new Set(worlds.flatMap(({ values }) => [...values.keys()]))].sort();
  return new Map(paths.map((path) => [path, mergeValue(path, worlds)]));
}

function mergeValue(path: string, worlds: readonly WorldValues[]): DocumentValue {
  const found = worlds.map(({ values }) => values.get(path));
  const open = found.find((value) => value !== undefined && 'open' in value);
  const first = open ?? found.find((value) => value !== undefined)!;
  const outcomes = found.map(comparable);
  if (open === undefined && new Set(outcomes).size === 1) return first;
  const because = deciding(worlds, outcomes);
  const reasons = [
    ...(open !== undefined && 'open' in open ? [open.open] : []),
    ...(because.length === 0 ? [] : [`it depends on whether ${because.join(', ')}`]),
  ];
  return { open: reasons.join('; '), line: first.line };
}

/** The line of two branches that say the same does not matter. */
function comparable(value: DocumentValue | undefined): string {
  return value === undefined ? '' : 'open' in value ? 'open' : JSON.stringify([value.type, value.value, value.items]);
}

/** The conditions that make a difference. */
function deciding(worlds: readonly WorldValues[], outcomes: readonly string[]): readonly string[] {
  const conditions = [...new Set(worlds.flatMap((world) => [...world.conditions.keys()]))];
  return conditions.filter((condition) => seen(true, condition) !== seen(false, condition));

  function seen(holds: boolean, condition: string): string {
    return [...new Set(outcomes.filter((_, index) => worlds[index]!.conditions.get(condition) === holds))].sort().join('\n');
  }
}
