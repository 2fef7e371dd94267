import { gzipSync } from 'node:zlib';
import { printable } from '../../printable.ts';
import { artifactChecks } from './artifact-checks.ts';
import type { Check, RunSubject } from './check.ts';
import { checkSchema } from './check-schema.ts';
import { isObject, type JsonObject, listAt, objectAt, textAt } from './json-view.ts';
import type { LintLevel, LintPlace, LintProblem, LintTarget } from './lint-problem.ts';
import { locationChecks } from './location-checks.ts';
import { logChecks, runsOf } from './log-checks.ts';
import { parseSarif } from './parse-sarif.ts';
import { resultChecks } from './result-checks.ts';
import { ruleChecks } from './rule-checks.ts';
import { runChecks } from './run-checks.ts';

export interface LintReport {
  /** In the order of the checks. */
  readonly problems: readonly LintProblem[];
  /** Places in all, also those that are not listed. */
  readonly errors: number;
  readonly warnings: number;
}

type Described = Pick<LintProblem, 'id' | 'level' | 'mend'>;

const SCHEMA_CHECK: Described = { id: 'schema', level: 'error', mend: 'Write what the SARIF 2.1.0 schema of OASIS asks for' };

const MAX_PLACES = 5;
/** What is beyond is over a limit of GitHub already, and of no other kind than what stands before it. */
const LOOKED_AT = { runs: 20, rules: 25_000, results: 25_000, artifacts: 250_000 };
const MAX_WHAT = 300;
/** Shorter text is within GitHub's 10 MB without compression. */
const GZIP_MATTERS = 10_000_000;

const allResultChecks = [...resultChecks, ...locationChecks];

type Lint = <Subject>(checks: readonly Check<Subject>[], subject: Subject, pointer: readonly (string | number)[]) => void;

/**
 * What is wrong with a SARIF file of any tool: the schema of OASIS first, then what the schema cannot say. Throws SarifError when the
 * bytes hold no SARIF log, or more than MAX_SARIF_BYTES.
 */
export function lintSarif(bytes: Uint8Array, target: LintTarget): LintReport {
  const { text, log, hasByteOrderMark } = parseSarif(bytes);
  const found = new FoundProblems();
  for (const { pointer, what } of checkSchema(log, text.length)) found.add(SCHEMA_CHECK, pointer, what);
  const lint: Lint = (checks, subject, pointer) => {
    for (const check of checks) {
      if (check.source === 'github' && target !== 'github') continue;
      check.look(subject, (what, ...path) => found.add(check, pointerOf([...pointer, ...path]), what));
    }
  };
  const gzipLength = bytes.length > GZIP_MATTERS && target === 'github' ? gzipSync(bytes).length : 0;
  lint(logChecks, { log, runs: runsOf(log), hasByteOrderMark, gzipLength }, []);
  for (const [index, run] of runsOf(log).slice(0, LOOKED_AT.runs).entries()) if (isObject(run)) lintRun(run, ['runs', index], lint);
  return found.report();
}

function lintRun(run: JsonObject, pointer: readonly (string | number)[], lint: Lint): void {
  const rules = listAt(run, 'tool', 'driver', 'rules');
  const subject: RunSubject = { run, rules, ruleIds: countIds(rules), artifacts: listAt(run, 'artifacts'), results: listAt(run, 'results') };
  lint(runChecks, subject, pointer);
  for (const [index, rule] of rules.slice(0, LOOKED_AT.rules).entries())
    lint(ruleChecks, { rule: objectAt(rule) }, [...pointer, 'tool', 'driver', 'rules', index]);
  for (const [index, artifact] of subject.artifacts.slice(0, LOOKED_AT.artifacts).entries())
    lint(artifactChecks, { ...subject, artifact: objectAt(artifact), index }, [...pointer, 'artifacts', index]);
  for (const [index, result] of subject.results.slice(0, LOOKED_AT.results).entries())
    lint(allResultChecks, { ...subject, result: objectAt(result) }, [...pointer, 'results', index]);
}

function countIds(rules: readonly unknown[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const rule of rules) {
    const id = textAt(rule, 'id');
    if (id !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}

function pointerOf(path: readonly (string | number)[]): string {
  return path.map((name) => `/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

class FoundProblems {
  readonly #problems = new Map<string, Described & { count: number; readonly places: LintPlace[] }>();

  add({ id, level, mend }: Described, pointer: string, what: string): void {
    const problem = this.#problems.get(id) ?? { id, level, mend, count: 0, places: [] };
    problem.count += 1;
    if (problem.places.length < MAX_PLACES) problem.places.push({ pointer, what: printable(what, MAX_WHAT) });
    this.#problems.set(id, problem);
  }

  report(): LintReport {
    const problems = [...this.#problems.values()];
    const countOf = (wanted: LintLevel) => problems.reduce((sum, { level, count }) => sum + (level === wanted ? count : 0), 0);
    return { problems, errors: countOf('error'), warnings: countOf('warning') };
  }
}
