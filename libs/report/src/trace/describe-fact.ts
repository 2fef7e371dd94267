import type { TracedFact, TracedPlace, TracedValue } from '@staticfire/findings';
import { printable, printableProse } from '../printable.ts';

const MAX_VALUE = 400;
const MAX_PATH = 300;
const MAX_PLACES = 20;
const MAX_SOURCES = 40;

type Source = TracedFact['sources'][number];

/** A fact, what was read in it, and below it, each a step further in, what led to it. */
export function describeFact(fact: TracedFact, depth: number): readonly string[] {
  const { values, from, sources, told } = fact;
  const lines = told
    ? [`${head(fact)}: told above`]
    : [
        head(fact),
        ...values.flatMap((value) => valueLines(value).map((line) => `  ${line}`)),
        ...bounded(sources, MAX_SOURCES, 'sources').map((source) => (typeof source === 'string' ? `  ${source}` : `  from ${describeSource(source)}`)),
        ...(from.length === 0 ? [] : ['  follows from']),
      ];
  return [...lines.map((line) => `${'  '.repeat(depth)}${line}`), ...from.flatMap((each) => describeFact(each, depth + 2))];
}

function head({ name, bank, summary, state, error, userData }: TracedFact): string {
  const place = bank === undefined ? '' : ` (bank ${bank})`;
  const how = state === 'unreadable' ? `unreadable: ${printable(error ?? '', MAX_VALUE)}` : state === 'absent' ? 'absent' : '';
  const notes = [...(userData ? ['with user data'] : []), ...(how === '' ? [] : [how])];
  return `${printable(name)}${place}: ${printableProse(summary)}${notes.length === 0 ? '' : ` [${notes.join('; ')}]`}`;
}

function valueLines({ path, value, items, places }: TracedValue): readonly string[] {
  const name = path === '' ? 'value' : printable(path, MAX_PATH);
  const shown = items.length > 0 ? items.map((item) => `${name} has ${json(item)}`) : [`${name} = ${value === undefined ? 'nothing there' : json(value)}`];
  return [
    ...shown,
    ...bounded(places, MAX_PLACES, 'places').map((place) => (typeof place === 'string' ? `  ${place}` : `  decided by ${describePlace(place)}`)),
  ];
}

/** `settings-defaults /usr/share/storewolf/a.toml:12 (settings.kernel.lockdown): because …` */
function describePlace({ file, line, layer, key, because, source }: TracedPlace): string {
  const at = `${printable(file, MAX_PATH)}${line === undefined ? '' : `:${line}`}`;
  const words = [...(layer === undefined ? [] : [printable(layer)]), ...(file === '' ? [] : [at]), ...(key === undefined ? [] : [`(${printable(key)})`])];
  const reason = because === undefined ? '' : `: ${printable(because, MAX_VALUE)}`;
  return `${words.join(' ')}${reason}${source === undefined ? '' : `, from ${describeSource(source)}`}`;
}

/** `ROOT-A /etc/os-release, 512 bytes at 0, sha256 ab…` */
function describeSource({ bank, partition, path, offset, length, sha256 }: Source): string {
  const place = bank === undefined ? printable(partition) : `${printable(partition)}-${bank}`;
  const file = path === undefined ? '' : ` ${printable(path, MAX_PATH)}`;
  const digest = sha256 === undefined ? ', proven by dm-verity' : `, sha256 ${printable(sha256)}`;
  return `${place}${file}, ${length} bytes at ${offset}${digest}`;
}

function bounded<T>(all: readonly T[], most: number, noun: string): readonly (T | string)[] {
  return all.length <= most ? all : [...all.slice(0, most), `… and ${all.length - most} ${noun} more (--format json has all)`];
}

function json(value: unknown): string {
  return printable(JSON.stringify(value), MAX_VALUE);
}
