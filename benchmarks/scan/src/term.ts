import type { Measurement } from './measure.ts';
import { median } from './statistics.ts';

/** By contender, one measurement for each round. */
export type Measurements = ReadonlyMap<string, readonly Measurement[]>;

/** A figure of a table, and what has to be measured for it. */
export interface Term {
  readonly needs: readonly string[];
  /** One for each round. */
  readonly values: (measurements: Measurements) => readonly number[];
  readonly centre: (values: readonly number[]) => number;
}

/** What a term comes to. */
export interface Figure {
  readonly value: number;
  /** Of all rounds, inclusive. */
  readonly least: number;
  readonly most: number;
}

/** Seconds of a whole process, or of what it times itself. */
export function seconds(contender: string): Term {
  return termOf(contender, (measurement) => measurement.seconds);
}

/** MB (10^6 bytes); the largest of all rounds counts. */
export function peakMegabytes(contender: string): Term {
  return { ...termOf(contender, (measurement) => measurement.peakMegabytes), centre: (values) => Math.max(...values) };
}

/** A figure that the process prints under `key`. */
export function printed(contender: string, key: string): Term {
  return termOf(contender, ({ printed: figures }) => {
    const value = figures[key];
    if (value === undefined) throw new Error(`${contender} prints no figure '${key}', only ${Object.keys(figures).join(', ')}`);
    return value;
  });
}

export function constant(value: number): Term {
  return { needs: [], values: () => [value], centre: median };
}

/** Round by round, so that what slows a whole round cancels out. */
export function difference(from: Term, less: Term): Term {
  return combined(from, less, (a, b) => a - b);
}

export function total(one: Term, other: Term): Term {
  return combined(one, other, (a, b) => a + b);
}

export function scaled(term: Term, factor: number): Term {
  return { ...term, values: (measurements) => term.values(measurements).map((value) => value * factor) };
}

export function figureOf(term: Term, measurements: Measurements): Figure {
  const values = term.values(measurements);
  return { value: term.centre(values), least: Math.min(...values), most: Math.max(...values) };
}

function termOf(contender: string, pick: (measurement: Measurement) => number): Term {
  return { needs: [contender], values: (measurements) => measurements.get(contender)!.map(pick), centre: median };
}

function combined(one: Term, other: Term, combine: (a: number, b: number) => number): Term {
  return {
    needs: [...one.needs, ...other.needs],
    values: (measurements) => {
      const others = other.values(measurements);
      return one.values(measurements).map((value, round) => combine(value, others[round]!));
    },
    centre: median,
  };
}
