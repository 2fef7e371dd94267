import { type BankName, type Fact, type FactState, type FactsBody, findFact, type Source } from '@staticfire/facts';
import type { AnyDerivation } from './derivation.ts';
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
  const named = Object.entries(derivation.needs as Record<string, { fact: string }>).map(([key, { fact }]) => [key, findFact(body, fact, bank)] as const);
  const state = decideState(derivation, named);
  const sources = named.flatMap(([, fact]) => fact?.sources ?? []);
  return { name: derivation.fact.name, ...(bank === undefined ? {} : { bank }), ...state, sources: distinct(sources) };
}

function decideState(derivation: AnyDerivation, needs: readonly (readonly [string, Fact | undefined])[]): FactState {
  const values: Record<string, unknown> = {};
  for (const [, fact] of needs) if (fact?.state === 'unreadable') return { state: 'unreadable', error: fact.error };
  for (const [key, fact] of needs) {
    if (fact?.state !== 'present') return { state: 'absent' };
    values[key] = fact.value;
  }
  return { state: 'present', value: derivation.derive(values) };
}

function distinct(sources: readonly Source[]): Source[] {
  return [...new Map(sources.map((source) => [JSON.stringify(source), source])).values()];
}
