import type { Sorting } from './filter.ts';

const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'];

export interface Sortable {
  readonly severity: string;
  readonly id: string;
  readonly title: string;
  /** Findings. */
  readonly count: number;
}

/** For `sort`; rules that are alike stand by id. */
export function orderBy(sorting: Sorting): (a: Sortable, b: Sortable) => number {
  const byId = (a: Sortable, b: Sortable) => compareNaturally(a.id, b.id);
  switch (sorting) {
    case 'severity':
      return (a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || byId(a, b);
    case 'title':
      return (a, b) => compareNaturally(a.title, b.title) || byId(a, b);
    case 'count':
      return (a, b) => b.count - a.count || byId(a, b);
    default:
      return byId;
  }
}

/** Numbers as numbers: `1.9` before `1.10`, `920` before `1,010`. */
export function compareNaturally(a: string, b: string): number {
  const [left, right] = [parts(a), parts(b)];
  for (const [index, part] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    const difference = comparePart(part, other);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

function parts(text: string): readonly string[] {
  return (
    text
      .toLowerCase()
      .replace(/(\d),(?=\d{3})/g, '$1')
      .match(/\d+|\D+/g) ?? []
  );
}

function comparePart(a: string, b: string): number {
  const [left, right] = [Number(a), Number(b)];
  if (!Number.isNaN(left) && !Number.isNaN(right)) return left - right;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
