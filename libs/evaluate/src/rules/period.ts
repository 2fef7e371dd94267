/** Days of UTC, `YYYY-MM-DD`, both inclusive; they compare as texts. An empty `first` is before every day. */
export interface Period {
  readonly first: string;
  readonly last: string;
}

export type PeriodState = 'valid' | 'expired' | 'not-yet-valid';

export function stateOn({ first, last }: Period, today: string): PeriodState {
  if (today > last) return 'expired';
  return today < first ? 'not-yet-valid' : 'valid';
}

/** The days that two periods have in common: `from A to B`, or `until B`. */
export function describeSharedDays(a: Period, b: Period): string | undefined {
  const first = a.first > b.first ? a.first : b.first;
  const last = a.last < b.last ? a.last : b.last;
  if (first > last) return undefined;
  return first === '' ? `until ${last}` : `from ${first} to ${last}`;
}

/** False for days that no calendar has, as `2026-02-30`. */
export function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
