/** Microseconds; systemd.time(7), "Parsing Time Spans". */
const UNITS: Readonly<Record<string, number>> = { us: 1, ms: 1e3, s: 1e6, m: 60e6, h: 3600e6, d: 86_400e6, w: 604_800e6, M: 2_629_800e6, y: 31_557_600e6 };
const WORDS: ReadonlyMap<string, number> = new Map([
  ...words('us', 'usec', 'us', 'μs', 'µs'),
  ...words('ms', 'msec', 'ms'),
  ...words('s', 'seconds', 'second', 'sec', 's', ''),
  ...words('m', 'minutes', 'minute', 'min', 'm'),
  ...words('h', 'hours', 'hour', 'hr', 'h'),
  ...words('d', 'days', 'day', 'd'),
  ...words('w', 'weeks', 'week', 'w'),
  ...words('M', 'months', 'month', 'M'),
  ...words('y', 'years', 'year', 'y'),
]);
const PART = /[ \t\n\r]*\+?(\d{1,15}(?:\.\d+)?|\.\d+)[ \t\n\r]*([a-zA-Zμµ]*)/y;
const MAX_PARTS = 100;

/** A span of time in microseconds, rounded down; numbers alone are seconds. Anything else → undefined. */
export function parseTimeSpan(text: string): number | undefined {
  const rest = text.trim();
  if (rest === 'infinity') return Number.POSITIVE_INFINITY;
  let total = 0;
  let at = 0;
  for (let parts = 0; at < rest.length && parts < MAX_PARTS; parts++) {
    PART.lastIndex = at;
    const [all, count, word] = PART.exec(rest) ?? [];
    const unit = word === undefined ? undefined : WORDS.get(word);
    if (all === undefined || unit === undefined) return undefined;
    total += Math.floor(Number(count) * unit);
    at += all.length;
  }
  return at === rest.length && at > 0 ? total : undefined;
}

function words(unit: string, ...names: readonly string[]): (readonly [string, number])[] {
  return names.map((name) => [name, UNITS[unit]!] as const);
}
