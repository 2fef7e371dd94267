import { endedError } from './ended-error.ts';
import { FileContextMatcher, type MatchGate } from './file-context-matcher.ts';
import { type FileContextTables, type PlacedSpec, placedSpecs, translateTables } from './file-context-tables.ts';
import { answerOf, type LabelAnswer, type LabelLookup } from './label-answer.ts';
import { type LookupLimits, lookUpInWorker } from './look-up-in-worker.ts';
import { lookupKey } from './lookup-key.ts';
import type { KeyedLookup } from './lookup-task.ts';
import type { TranslatedSpec } from './translate-spec.ts';

const LIMITS: LookupLimits = { match: 2000, all: 120_000, memory: 512 };
/** Ways of matching that are tried on the calling thread, about half a second of them. */
const MAX_WAYS = 50_000_000;

/**
 * The answers to all lookups, in their order. Expressions whose form bounds the ways of matching (`matchWays`) are tried on the calling
 * thread while these bounds add up to at most 50 million; from the first lookup that needs more or meets another expression, the rest runs
 * in one worker with limits of time and memory. All or nothing: an expression that has to be ended (a LimitError), or one of the errors of
 * `translateTables`, rejects with an error that names file and line. Where PCRE2 gives up after ten million steps, libselinux gives no
 * label; what ends in time here is answered. A literal path does not fit itself and a line feed, as in libselinux since 3.8.
 */
export async function lookUpLabels(tables: FileContextTables, lookups: readonly LabelLookup[], limits: LookupLimits = LIMITS): Promise<readonly LabelAnswer[]> {
  const specs = translateTables(tables);
  const placed = placedSpecs(tables);
  const keyed = lookups.map(({ path, type }) => ({ key: lookupKey(path, tables.aliases ?? []), type }));
  const found = lookUpHere(specs, keyed, placed);
  if (found.length < keyed.length) {
    const rest = await lookUpInWorker({ specs, lookups: keyed.slice(found.length) }, limits);
    if ('reason' in rest) throw endedError(rest, placed);
    for (const index of rest) found.push(index);
  }
  return found.map((index) => answerOf(index, placed));
}

/** As many of the lookups as are sure to end soon. */
function lookUpHere(specs: readonly TranslatedSpec[], lookups: readonly KeyedLookup[], placed: readonly PlacedSpec[]): number[] {
  const matcher = new FileContextMatcher(specs);
  const found: number[] = [];
  let ways = 0;
  let current = 0;
  const gate: MatchGate = (index, length) => {
    current = index;
    const { factor, degree } = specs[index]!.ways;
    ways += factor * length ** degree;
    return ways <= MAX_WAYS;
  };
  try {
    for (const { key, type } of lookups) {
      const index = matcher.find(key, type, gate);
      if (index === undefined) break;
      found.push(index);
    }
    return found;
  } catch (error) {
    throw endedError({ reason: (error as Error).message, spec: current }, placed);
  }
}
