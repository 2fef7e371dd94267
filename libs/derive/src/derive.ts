import { type BankName, type Fact, type FactState, type FactsBody, findFact, type Source } from '@staticfire/facts';
import type { AnyDerivation, Need } from './derivation.ts';
import { derivations } from './derivations.ts';

/** STAGE 3: the same facts, and after them what follows from them, for each bank that has facts of its own. */
export function derive(body: FactsBody): FactsBody {
  const banks = [...new Set(body.facts.flatMap(({ bank }) => bank ?? []))];
  const derived = derivations.flatMap((derivation) =>
    derivation.fact.scope === 'disk' ? [deriveFact(derivation, body, undefined)] : banks.map((bank) => deriveFact(derivation, body, bank)),
  );
  return { ...body, facts: [...body.facts, ...derived] };
}

function deriveFact(derivation: AnyDerivation, body: FactsBody, bank: BankName | undefined): Fact {
  const named = Object.entries(derivation.needs as Record<string, Need<unknown>>).map(([key, need]) => ({ key, need, fact: findFact(body, need.fact, bank) }));
  const state = decideState(derivation, named);
  const sources = named.flatMap(({ fact }) => fact?.sources ?? []);
  return { name: derivation.fact.name, ...(bank === undefined ? {} : { bank }), ...state, sources: distinct(sources) };
}

interface FoundNeed {
  readonly key: string;
  readonly need: Need<unknown>;
  readonly fact: Fact | undefined;
}

function decideState(derivation: AnyDerivation, needs: readonly FoundNeed[]): FactState {
  const values: Record<string, unknown> = {};
  for (const { fact } of needs) if (fact?.state === 'unreadable') return { state: 'unreadable', error: fact.error };
  for (const { key, need, fact } of needs) {
    if (fact?.state !== 'present' && !need.optional) return { state: 'absent' };
    values[key] = fact?.state === 'present' ? fact.value : undefined;
  }
  const value: unknown = derivation.derive(values);
  return value === undefined ? { state: 'absent' } : { state: 'present', value };
}

function distinct(sources: readonly Source[]): Source[] {
  return [...new Map(sources.map((source) => [JSON.stringify(source), source])).values()];
}
