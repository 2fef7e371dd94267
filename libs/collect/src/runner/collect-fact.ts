import type { BankName, Excerpt, Fact, FactState, Source } from '@staticfire/facts';
import { ReadError } from '@staticfire/read/bytes';
import type { Collector, SourceLog } from '../collector.ts';
import { BlobList, type KeptFile } from './blob-list.ts';
import { ExcerptList } from './excerpt-list.ts';
import { toFailure } from './to-failure.ts';

/** What is collected beside the facts. */
export interface Gathered {
  readonly excerpts: ExcerptList;
  readonly blobs: BlobList;
}

/** Runs one collector with the evidence it declares, and turns a reader's exception into data. What it quotes and keeps counts when it has a value. */
export async function collectFact<T, E extends object, K extends keyof E>(
  collector: Collector<T, E, K>,
  evidence: E,
  { bank, excerpts = new ExcerptList(), blobs = new BlobList() }: { readonly bank?: BankName } & Partial<Gathered> = {},
): Promise<Fact<T>> {
  const sources: Source[] = [];
  const quoted: (readonly Excerpt[])[] = [];
  const kept: KeptFile[] = [];
  const log: SourceLog = {
    add: (source) => void sources.push(source),
    quote: (lines) => void quoted.push(lines),
    keep: (bytes, sha256) => void kept.push({ bytes, sha256 }),
  };
  const state = await attempt(async () => collector.collect(narrow(evidence, collector.reads), log));
  const named = { name: collector.fact.name, ...(bank === undefined ? {} : { bank }) };
  if (state.state === 'present') {
    for (const lines of quoted) excerpts.add(lines);
    blobs.add(named, kept);
  }
  return { ...named, ...state, sources: distinct(sources) };
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

/** The members of those names alone. */
export function narrow<E extends object, K extends keyof E>(evidence: E, names: readonly K[]): Pick<E, K> {
  return Object.fromEntries(names.map((name) => [name, evidence[name]])) as Pick<E, K>;
}

export function distinct(sources: readonly Source[]): Source[] {
  return [...new Map(sources.map((source) => [JSON.stringify(source), source])).values()];
}
