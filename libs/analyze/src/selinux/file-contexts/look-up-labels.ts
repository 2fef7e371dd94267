import { LimitError, type ReadError } from '@staticfire/read/bytes';
import type { FileContextType } from '@staticfire/read/formats/file-contexts';
import { FileContextMatcher, type MatchGate, NO_SPEC } from './file-context-matcher.ts';
import { type FileContextTables, type PlacedSpec, placedSpecs, translateTables } from './file-context-tables.ts';
import { type LookupEnding, type LookupLimits, lookUpInWorker } from './look-up-in-worker.ts';
import { lookupKey } from './lookup-key.ts';
import type { KeyedLookup } from './lookup-task.ts';
import type { TranslatedSpec } from './translate-spec.ts';

export interface LabelLookup {
  /** Absolute, as `decodeFileName` gives it. */
  readonly path: string;
  /** Absent: unknown, every spec's type fits. */
  readonly type?: FileContextType;
}

/** What a table says about a path, and the spec that decided. */
export type LabelAnswer =
  | { readonly kind: 'context'; readonly context: string; readonly file: string; readonly line: number }
  /** `<<none>>`. */
  | { readonly kind: 'none'; readonly file: string; readonly line: number }
  | { readonly kind: 'no-match' };

const LIMITS: LookupLimits = { match: 2000, all: 120_000, memory: 512 };
/** Ways of matching that are tried on the calling thread, about half a second of them. */
const MAX_WAYS = 50_000_000;
const NO_MATCH: LabelAnswer = { kind: 'no-match' };

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
  return found.map((index) => (index === NO_SPEC ? NO_MATCH : answerOf(placed[index]!)));
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

function answerOf({ file, spec: { context, line } }: PlacedSpec): LabelAnswer {
  return context === undefined ? { kind: 'none', file, line } : { kind: 'context', context, file, line };
}

function endedError({ reason, spec }: LookupEnding, placed: readonly PlacedSpec[]): ReadError {
  const at = spec === undefined ? undefined : placed[spec];
  if (at === undefined) return new LimitError({ structure: placed[0]?.file ?? 'file contexts', message: reason });
  return new LimitError({ structure: at.file, field: `line ${at.spec.line}`, message: `the expression could not be matched: ${reason}` });
}
