import type { Check, Report, RunSubject } from './check.ts';
import { listAt, objectAt, textAt, valueAt } from './json-view.ts';

const MAX_RESULTS = 25_000;
const SHOWN_RESULTS = 5000;
const MAX_RULES = 25_000;
const MAX_EXTENSIONS = 100;

const limit = (id: string, max: number, what: string, listOf: (subject: RunSubject) => readonly unknown[], path: readonly string[]): Check<RunSubject> => ({
  id,
  level: 'error',
  source: 'github',
  mend: `Write at most ${max} ${what} into a run`,
  look(subject, report) {
    const { length } = listOf(subject);
    if (length > max) report(`there are ${length} ${what}`, ...path);
  },
});

export const runChecks: readonly Check<RunSubject>[] = [
  limit('results-limit', MAX_RESULTS, 'results', ({ results }) => results, ['results']),
  limit('rules-limit', MAX_RULES, 'rules', ({ rules }) => rules, ['tool', 'driver', 'rules']),
  limit('extensions-limit', MAX_EXTENSIONS, 'tool extensions', ({ run }) => listAt(run, 'tool', 'extensions'), ['tool', 'extensions']),
  {
    id: 'results-shown',
    level: 'warning',
    source: 'github',
    mend: `Write the ${SHOWN_RESULTS} most severe results`,
    look({ results }, report) {
      if (results.length > SHOWN_RESULTS && results.length <= MAX_RESULTS)
        report(`there are ${results.length} results, of which GitHub keeps ${SHOWN_RESULTS}`, 'results');
    },
  },
  {
    id: 'results-missing',
    level: 'error',
    source: 'github',
    mend: 'Write an empty list of results when nothing was found; it closes alerts of earlier runs',
    look({ run }, report) {
      if (!Array.isArray(valueAt(run, 'results'))) report('the run has no list of results');
    },
  },
  {
    id: 'rule-twice',
    level: 'warning',
    source: 'sarif',
    mend: 'Write each rule once',
    look({ rules, ruleIds }, report) {
      for (const [index, rule] of rules.entries()) {
        const id = textAt(rule, 'id');
        if (id !== undefined && ruleIds.get(id)! > 1) report(`rule ${id} is there more than once`, 'tool', 'driver', 'rules', index);
      }
    },
  },
  {
    id: 'suppressions-all',
    level: 'warning',
    source: 'sarif',
    mend: 'Write suppressions for every result, an empty list where nothing is suppressed, or for none (SARIF 3.27.23)',
    look: (subject, report) => allOrNone(subject, 'suppressions', report),
  },
  {
    id: 'baseline-all',
    level: 'warning',
    source: 'sarif',
    mend: 'Write baselineState for every result or for none (SARIF 3.27.24)',
    look: (subject, report) => allOrNone(subject, 'baselineState', report),
  },
  {
    id: 'fingerprint-twice',
    level: 'warning',
    source: 'github',
    mend: 'Count equal fingerprints up: hash:1, hash:2 …',
    look({ results }, report) {
      const seen = new Map<string, number>();
      for (const [index, result] of results.entries()) {
        const hash = textAt(result, 'partialFingerprints', 'primaryLocationLineHash');
        if (hash === undefined) continue;
        const key = JSON.stringify([textAt(result, 'ruleId'), uriOf(result), hash]);
        const first = seen.get(key);
        if (first === undefined) seen.set(key, index);
        else report(`it has rule, file and fingerprint of result ${first}: they become one alert`, 'results', index, 'partialFingerprints');
      }
    },
  },
  {
    id: 'parent-cycle',
    level: 'error',
    source: 'sarif',
    mend: 'Let parentIndex lead to an artifact that has none (SARIF 3.24.3)',
    look({ artifacts }, report) {
      for (const index of cyclicArtifacts(artifacts)) report('its parents lead back to it', 'artifacts', index, 'parentIndex');
    },
  },
  {
    id: 'notification-rule',
    level: 'error',
    source: 'sarif',
    mend: 'Let associatedRule.index be that of a rule of the driver, with its id',
    look({ run, rules }, report) {
      for (const [invocation, each] of listAt(run, 'invocations').entries())
        for (const list of ['toolExecutionNotifications', 'toolConfigurationNotifications'])
          for (const [index, notification] of listAt(each, list).entries()) {
            const { index: ruleIndex, id, toolComponent } = objectAt(notification, 'associatedRule');
            if (typeof ruleIndex !== 'number' || ruleIndex < 0 || toolComponent !== undefined) continue;
            const rule = rules[ruleIndex];
            if (rule === undefined || (id !== undefined && textAt(rule, 'id') !== id))
              report(
                `rule ${ruleIndex} ${rule === undefined ? 'is not there' : `is ${textAt(rule, 'id')}`}`,
                'invocations',
                invocation,
                list,
                index,
                'associatedRule',
              );
          }
    },
  },
];

function allOrNone({ results }: RunSubject, member: string, report: Report): void {
  const having = results.filter((result) => Array.isArray(valueAt(result, member)) || textAt(result, member) !== undefined).length;
  if (having > 0 && having < results.length) report(`${having} of ${results.length} results have ${member}`, 'results');
}

function uriOf(result: unknown): string | undefined {
  return textAt(listAt(result, 'locations')[0], 'physicalLocation', 'artifactLocation', 'uri');
}

/** Each artifact is visited once: what was found to end, or to turn, is known for those that lead to it. */
function cyclicArtifacts(artifacts: readonly unknown[]): readonly number[] {
  const states = new Map<number, 'open' | 'done'>();
  const cyclic: number[] = [];
  for (let start = 0; start < artifacts.length; start += 1) {
    const path: number[] = [];
    let index: unknown = start;
    while (typeof index === 'number' && index >= 0 && index < artifacts.length && !states.has(index)) {
      states.set(index, 'open');
      path.push(index);
      index = valueAt(artifacts[index], 'parentIndex');
    }
    if (typeof index === 'number' && states.get(index) === 'open') cyclic.push(index);
    for (const each of path) states.set(each, 'done');
  }
  return cyclic;
}
