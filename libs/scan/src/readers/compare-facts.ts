import type { FactsBody } from '@staticfire/facts';

const MAX_PLACES = 5;
const MAX_VALUE = 200;

/** A fact, or a part of the body beside facts, that two readings do not have alike. */
export interface FactDifference {
  /** The fact's name; `judgedBank`, `excerpts` or `blobs` of the body. */
  readonly name: string;
  readonly bank?: string;
  /** The first five of the places. */
  readonly places: readonly DifferentPlace[];
  /** How many there are. */
  readonly count: number;
}

export interface DifferentPlace {
  /** JSON pointer into the fact (`/value/files/3/mode`). */
  readonly pointer: string;
  /** JSON, cut after 200 characters; absent where there is nothing. */
  readonly ours?: string;
  readonly theirs?: string;
}

/** What differs, in the order of `ours`; facts that only the other has come last. */
export function compareFacts(ours: FactsBody, theirs: FactsBody): readonly FactDifference[] {
  const [one, other] = [partsOf(ours), partsOf(theirs)];
  return [...new Set([...one.keys(), ...other.keys()])].flatMap((key) => {
    const { name, bank } = (one.get(key) ?? other.get(key))!;
    const places = [...differentPlaces(one.get(key)?.value, other.get(key)?.value, '')];
    if (places.length === 0) return [];
    return [{ name, ...(bank === undefined ? {} : { bank }), places: places.slice(0, MAX_PLACES), count: places.length }];
  });
}

interface Part {
  readonly name: string;
  readonly bank?: string;
  readonly value: unknown;
}

function partsOf({ facts, judgedBank, excerpts, blobs }: FactsBody): ReadonlyMap<string, Part> {
  const parts: Part[] = facts.map((fact) => ({ name: fact.name, ...(fact.bank === undefined ? {} : { bank: fact.bank }), value: fact }));
  const beside = Object.entries({ judgedBank, excerpts, blobs }).map(([name, value]): Part => ({ name, value }));
  return new Map([...parts, ...beside].map((part) => [`${part.name} ${part.bank ?? ''}`, part]));
}

/** Depth first; lists are compared element by element. */
function* differentPlaces(ours: unknown, theirs: unknown, pointer: string): Generator<DifferentPlace> {
  if (!isContainer(ours) || !isContainer(theirs) || Array.isArray(ours) !== Array.isArray(theirs)) {
    if (ours !== theirs) yield { pointer, ...text('ours', ours), ...text('theirs', theirs) };
    return;
  }
  for (const key of new Set([...Object.keys(ours), ...Object.keys(theirs)])) {
    yield* differentPlaces(ours[key], theirs[key], `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
  }
}

function isContainer(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function text(side: 'ours' | 'theirs', value: unknown): Partial<DifferentPlace> {
  return value === undefined ? {} : { [side]: JSON.stringify(value).slice(0, MAX_VALUE) };
}
