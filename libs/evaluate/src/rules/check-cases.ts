import { describeUndecided } from '@staticfire/analyze/selinux/assertions';
import { type Fact, type FactState, type FactsBody, UNREADABLE_FIELDS } from '@staticfire/facts';
import type { Pack, Rule, RuleCase } from '../packs/index.ts';
import { CaseEvidence } from './case-evidence.ts';
import { evaluateRule } from './evaluate-rule.ts';
import { FactConverter } from './fact-converter.ts';
import { CarriedEvidence, type PolicyEvidence } from './policy-evidence.ts';
import type { RuleEvaluation } from './rule-run.ts';

export interface CheckedCase {
  readonly ruleId: string;
  readonly name: string;
  readonly expected: RuleCase;
  readonly evaluation: RuleEvaluation;
  /** The facts that the rule was run on, for a check against their schemas. */
  readonly body: FactsBody;
}

export interface ListedCase extends Omit<CheckedCase, 'evaluation'> {
  /** Only facts that fit their schemas can be judged. */
  evaluate(): RuleEvaluation;
}

/** Runs every case of every rule of a pack: sample values with the case's changes. */
export function checkCases(pack: Pack): readonly CheckedCase[] {
  return listCases(pack).map(({ evaluate, ...listed }) => ({ ...listed, evaluation: evaluate() }));
}

/** Every case of every rule of a pack, not yet run. */
export function listCases(pack: Pack): readonly ListedCase[] {
  return pack.rules.flatMap((rule) =>
    rule.cases.map((expected) => {
      const body = caseFacts(rule, expected, pack);
      const parameters = pack.parameters.convert(expected.parameters ?? {});
      const evaluate = () => runCase({ rule, body, pack, expected, parameters });
      return { ruleId: rule.id, name: expected.name, expected, body, evaluate };
    }),
  );
}

interface CaseToRun {
  readonly rule: Rule;
  readonly body: FactsBody;
  readonly pack: Pack;
  readonly expected: RuleCase;
  readonly parameters: ReadonlyMap<string, unknown> | undefined;
}

/** A policy that does not compile is the case's fault, whatever it expects. */
function runCase({ rule, body, pack, expected, parameters }: CaseToRun): RuleEvaluation {
  const run = (policies: PolicyEvidence) =>
    evaluateRule(rule, body, new FactConverter(pack.types), { mode: expected.mode, today: expected.today, parameters, policies });
  if (rule.selinux === undefined) return run(new CarriedEvidence(body));
  try {
    return run(new CaseEvidence(pack, rule, expected));
  } catch (error) {
    const undecided = describeUndecided(error);
    if (undecided === undefined) throw error;
    return { verdict: 'unknown', findings: [], errors: [`the policy of the case: ${undecided.reason}`] };
  }
}

/** Rules of tables whose row no case runs on: nothing is wrong with them, but nothing shows that they are right. */
export function rowsWithoutCase(pack: Pack): readonly string[] {
  return pack.rules.filter(({ row, cases }) => row !== undefined && cases.length === 0).map(({ id }) => id);
}

function caseFacts(rule: Rule, { given }: RuleCase, pack: Pack): FactsBody {
  const facts = [...rule.facts].map(([variable, { name, scope }]): Fact => {
    const state = stateOf(given[variable], pack.samples.get(name));
    return { name, ...(scope === 'bank' ? { bank: 'A' as const } : {}), ...state, sources: [] };
  });
  return { judgedBank: 'A', facts };
}

function stateOf(change: unknown, sample: unknown): FactState {
  if (isObject(change) && '$absent' in change) return { state: 'absent' };
  if (isObject(change) && '$unreadable' in change) return { state: 'unreadable', error: failure(change['$unreadable']) };
  return { state: 'present', value: change === undefined && !isObject(sample) ? sample : mergePatch(sample, change ?? {}) };
}

/** RFC 7396: objects merge, null removes, everything else replaces. Marks of unreadable elements become failures. */
function mergePatch(target: unknown, patch: unknown): unknown {
  if (Array.isArray(patch)) return patch.map((item) => mergePatch(undefined, item));
  if (!isObject(patch)) return patch;
  if ('$unreadable' in patch) return { $unreadable: failure(patch['$unreadable']) };
  const merged: Record<string, unknown> = isObject(target) ? withoutCompiled(target) : {};
  for (const [key, value] of Object.entries(patch)) {
    if (COMPILED.has(key)) continue;
    if (value === null) delete merged[key];
    else if (key === UNREADABLE_FIELDS && isObject(value)) merged[key] = failuresOf(value);
    else merged[key] = mergePatch(merged[key], value);
  }
  return merged;
}

/** Of policies and their modules: what they are compiled from, which is no part of a fact. */
const COMPILED = new Set(['$cil', '$without']);

function withoutCompiled(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !COMPILED.has(key)));
}

/** By field, why it cannot be read. */
function failuresOf(reasons: Record<string, unknown>) {
  return Object.fromEntries(Object.entries(reasons).map(([field, reason]) => [field, failure(reason)]));
}

function failure(reason: unknown) {
  return { kind: 'format' as const, structure: 'case', message: String(reason) };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
