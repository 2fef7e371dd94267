import type { UserData } from '@staticfire/analyze/settings';
import {
  type BankName,
  cutExcerpt,
  type Fact,
  type FactState,
  type FactsBody,
  findBlob,
  findFact,
  isUnreadable,
  type LineExcerpt,
  MAX_EXCERPTS,
  type Source,
} from '@staticfire/facts';
import type { AnyDerivation, Need } from './derivation.ts';
import { derivations } from './derivations.ts';
import { secretsUserData } from './secrets-user-data/secrets-user-data.schema.ts';
import { settingsOrigins } from './settings-origins/settings-origins.schema.ts';

/**
 * STAGE 3: the same facts, and after them what follows from them, for each bank that has facts of its own. With user data also, apart
 * from them, what would follow with it, where that is something else; of user data that a host refuses only what is wrong with them.
 */
export function derive(body: FactsBody, userData?: UserData): FactsBody {
  const files = new CarriedFiles(body);
  const image = deriveAll(body, undefined, files);
  if (userData === undefined) return { ...body, facts: [...body.facts, ...image] };
  const changed = deriveAll(body, userData, files).filter((fact, index) => JSON.stringify(fact) !== JSON.stringify(image[index]));
  const facts = changed.map((fact) => orRefused(fact, userData));
  return { ...body, facts: [...body.facts, ...image], userData: { path: userData.path, sha256: userData.sha256, facts, excerpts: excerptsOf(userData) } };
}

function excerptsOf({ lines }: UserData): readonly LineExcerpt[] {
  return lines.slice(0, MAX_EXCERPTS).map(({ line, text }) => ({ line, text: cutExcerpt(text) }));
}

/** What the file itself is, whatever a host makes of it. */
const OF_THE_FILE: ReadonlySet<string> = new Set([settingsOrigins.name, secretsUserData.name]);

/** A host takes none of the settings of a file with a key or a type that it does not know; then nothing follows but what is wrong with it. */
function orRefused({ name, bank, ...fact }: Fact, { path, problems }: UserData): Fact {
  const place = { name, ...(bank === undefined ? {} : { bank }) };
  if (problems.length === 0 || OF_THE_FILE.has(name)) return { ...place, ...fact };
  const more = problems.length === 1 ? '' : ` (and ${problems.length - 1} more)`;
  const message = `${problems[0]}${more}: a host refuses this user data as a whole, so what a node with them is, is not known`;
  return { ...place, sources: fact.sources, state: 'unreadable', error: { kind: 'format', structure: path, message } };
}

/** Files that the facts carry along, each decoded from base64 once. */
class CarriedFiles {
  readonly #body: FactsBody;
  readonly #found = new Map<string, Uint8Array | undefined>();

  constructor(body: FactsBody) {
    this.#body = body;
  }

  readonly find = (sha256: string): Uint8Array | undefined => {
    if (!this.#found.has(sha256)) this.#found.set(sha256, findBlob(this.#body, sha256));
    return this.#found.get(sha256);
  };
}

/** What derivations may look at beside facts. */
interface Given {
  readonly userData: UserData | undefined;
  readonly files: CarriedFiles;
}

/** Each derivation sees the facts of those before it. */
function deriveAll(body: FactsBody, userData: UserData | undefined, files: CarriedFiles): readonly Fact[] {
  const banks = [...new Set(body.facts.flatMap(({ bank }) => bank ?? []))];
  const derived: Fact[] = [];
  for (const derivation of derivations) {
    const known = { ...body, facts: [...body.facts, ...derived] };
    const places = derivation.fact.scope === 'disk' ? [undefined] : banks;
    derived.push(...places.map((bank) => deriveFact(derivation, known, bank, { userData, files })));
  }
  return derived;
}

function deriveFact(derivation: AnyDerivation, body: FactsBody, bank: BankName | undefined, given: Given): Fact {
  const named = Object.entries(derivation.needs as Record<string, Need<unknown>>).map(([key, need]) => ({ key, need, fact: findFact(body, need.fact, bank) }));
  const state = decideState(derivation, named, given);
  const sources = named.flatMap(({ fact }) => fact?.sources ?? []);
  return { name: derivation.fact.name, ...(bank === undefined ? {} : { bank }), ...state, sources: distinct(sources) };
}

interface FoundNeed {
  readonly key: string;
  readonly need: Need<unknown>;
  readonly fact: Fact | undefined;
}

function decideState(derivation: AnyDerivation, needs: readonly FoundNeed[], { userData, files }: Given): FactState {
  const values: Record<string, unknown> = {};
  for (const { need, fact } of needs) if (fact?.state === 'unreadable' && need.wants !== 'state') return { state: 'unreadable', error: fact.error };
  for (const { key, need, fact } of needs) {
    if (fact?.state !== 'present' && need.wants === 'value') return { state: 'absent' };
    values[key] = need.wants === 'state' ? stateOf(fact) : fact?.state === 'present' ? fact.value : undefined;
  }
  const value: unknown = derivation.derive(values, userData, files.find);
  if (isUnreadable(value)) return { state: 'unreadable', error: value.$unreadable };
  return value === undefined ? { state: 'absent' } : { state: 'present', value };
}

function stateOf(fact: Fact | undefined): FactState {
  if (fact === undefined) return { state: 'absent' };
  if (fact.state === 'present') return { state: 'present', value: fact.value };
  return fact.state === 'absent' ? { state: 'absent' } : { state: 'unreadable', error: fact.error };
}

function distinct(sources: readonly Source[]): Source[] {
  return [...new Map(sources.map((source) => [JSON.stringify(source), source])).values()];
}
