import type { BankName, Fact, FactState, Source } from '@staticfire/facts';
import { ReadError } from '@staticfire/read/bytes';
import type { Collector } from '../collector.ts';
import { toFailure } from './to-failure.ts';

/** Runs one collector with the evidence it declares, and turns a reader's exception into data. */
export async function collectFact<T, E extends object, K extends keyof E>(collector: Collector<T, E, K>, evidence: E, bank?: BankName): Promise<Fact<T>> {
  const sources: Source[] = [];
  const state = await attempt(async () => collector.collect(narrow(evidence, collector.reads), { add: (source) => void sources.push(source) }));
  return { name: collector.fact.name, ...(bank === undefined ? {} : { bank }), ...state, sources: distinct(sources) };
}

export async function attempt<T>(work: () => Promise<T | undefined>): Promise<FactState<T>> {
  try {
    const value = await work();
    return value === undefined ? { state: 'absent' } : { state: 'present', value };
  } catch (error) {
    if (error instanceof ReadError) return { state: 'unreadable', error: toFailure(error) };
    throw error;
  }
}

function narrow<E extends object, K extends keyof E>(evidence: E, names: readonly K[]): Pick<E, K> {
  return Object.fromEntries(names.map((name) => [name, evidence[name]])) as Pick<E, K>;
}

function distinct(sources: readonly Source[]): Source[] {
  return [...new Map(sources.map((source) => [JSON.stringify(source), source])).values()];
}
