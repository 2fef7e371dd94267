import type { Fact, FactsBody } from '@staticfire/facts';
import type { CoverageText, CoveredFact } from '@staticfire/findings';
import { factCatalogue } from '../catalogue.ts';
import { cutShort } from './cut-short.ts';
import { LIMITS } from './limits.ts';
import { secretsScope } from './secrets-scope.ts';
import { type UnreadableSearch, unreadableSearch } from './unreadable-parts.ts';

const declarations = new Map(factCatalogue.map((declaration) => [declaration.name, declaration]));
/** One for each fact that some document had. */
const searches = new Map<string, UnreadableSearch>();

/** Every fact of the document, how far it could be read, and what is never looked at. */
export function coverageText(body: FactsBody): CoverageText {
  return { facts: body.facts.map(coveredFact), limits: [...LIMITS, ...secretsScope(body)] };
}

function coveredFact(fact: Fact): CoveredFact {
  const { name, bank } = fact;
  return { name, ...(bank === undefined ? {} : { bank }), summary: declarations.get(name)?.summary ?? '', ...coverageOf(fact) };
}

function coverageOf(fact: Fact): Pick<CoveredFact, 'state' | 'problem' | 'unreadableElements'> {
  if (fact.state === 'absent') return { state: 'absent' };
  if (fact.state === 'unreadable') return { state: 'unreadable', problem: fact.error.message };
  const inside = searchOf(fact.name)(fact.value);
  const beside = cutShort(fact.name, fact.value);
  const problem = inside.problem ?? beside.problem;
  return problem === undefined ? { state: 'present' } : { state: 'partial', problem, unreadableElements: inside.count + beside.count };
}

function searchOf(name: string): UnreadableSearch {
  const known = searches.get(name);
  if (known !== undefined) return known;
  const schema = declarations.get(name)?.schema.json;
  const search = schema === undefined ? () => ({ count: 0 }) : unreadableSearch(schema);
  searches.set(name, search);
  return search;
}
