import type { Check, ResultSubject } from './check.ts';
import { listAt, numberAt, objectAt, textAt, valueAt } from './json-view.ts';
import { walkObjects } from './walk-json.ts';

const INT32_LIMIT = 2 ** 31;
const MAX_LOCATIONS = 1000;
const MAX_THREAD_FLOW_LOCATIONS = 10_000;
const REGION_NUMBERS = ['byteOffset', 'byteLength', 'charOffset', 'charLength', 'startLine', 'endLine', 'startColumn', 'endColumn'] as const;

/** What a result says, whatever its place. */
export const resultChecks: readonly Check<ResultSubject>[] = [
  {
    id: 'rule-agreement',
    level: 'error',
    source: 'sarif',
    mend: 'Let ruleIndex be the index of the rule whose id ruleId has (SARIF 3.27.5 to 3.27.7)',
    look({ result, rules }, report) {
      const index = numberAt(result, 'ruleIndex');
      const ruleId = textAt(result, 'ruleId') ?? textAt(result, 'rule', 'id');
      if (index === undefined || index < 0 || valueAt(result, 'rule', 'toolComponent') !== undefined) return;
      const id = textAt(rules[index], 'id');
      if (rules[index] === undefined) report(`there is no rule ${index}`, 'ruleIndex');
      else if (ruleId !== undefined && ruleId !== id && !ruleId.startsWith(`${id}/`)) report(`rule ${index} is ${id}, the result says ${ruleId}`, 'ruleIndex');
    },
  },
  {
    id: 'rule-known',
    level: 'warning',
    source: 'github',
    mend: 'Write ruleId, exactly as a rule of tool.driver.rules has it: GitHub finds severity, tags and help by it',
    look({ result, rules, ruleIds }, report) {
      const index = numberAt(result, 'ruleIndex') ?? numberAt(result, 'rule', 'index') ?? -1;
      const ruleId = textAt(result, 'ruleId') ?? textAt(result, 'rule', 'id') ?? textAt(rules[index], 'id');
      if (ruleId === undefined) report('it names no rule');
      else if (!ruleIds.has(ruleId)) report(`no rule of the driver has the id ${ruleId}`, 'ruleId');
    },
  },
  {
    id: 'message-text',
    level: 'error',
    source: 'github',
    mend: 'Write message.text; GitHub does not look messages up by id',
    look({ result }, report) {
      if ((textAt(result, 'message', 'text') ?? '').trim() === '') report('the message has no text', 'message');
    },
  },
  {
    id: 'level-without-fail',
    level: 'warning',
    source: 'sarif',
    mend: 'Write a level other than none with kind fail alone (SARIF 3.27.10)',
    look({ result }, report) {
      const kind = textAt(result, 'kind') ?? 'fail';
      const level = textAt(result, 'level') ?? 'none';
      if (kind !== 'fail' && level !== 'none') report(`its kind is ${kind} and its level ${level}`, 'level');
    },
  },
  {
    id: 'kind-opens-alert',
    level: 'warning',
    source: 'github',
    mend: 'Leave out what is no failure: GitHub ignores kind and opens an alert',
    look({ result }, report) {
      const kind = textAt(result, 'kind') ?? 'fail';
      if (kind !== 'fail') report(`its kind is ${kind}`, 'kind');
    },
  },
  {
    id: 'suppressed-opens-alert',
    level: 'warning',
    source: 'github',
    mend: 'Leave suppressed results out: GitHub ignores suppressions and opens an alert',
    look({ result }, report) {
      if (listAt(result, 'suppressions').length > 0) report('it is suppressed', 'suppressions');
    },
  },
  {
    id: 'absent-opens-alert',
    level: 'warning',
    source: 'github',
    mend: 'Leave results of baselineState absent out: GitHub opens an alert for what is gone',
    look({ result }, report) {
      if (textAt(result, 'baselineState') === 'absent') report('it is absent', 'baselineState');
    },
  },
  {
    id: 'fingerprint-missing',
    level: 'warning',
    source: 'github',
    mend: 'Write partialFingerprints.primaryLocationLineHash as hash:count; without it each upload by REST opens the alert again',
    look({ result }, report) {
      if (textAt(result, 'partialFingerprints', 'primaryLocationLineHash') === undefined) report('it has no primaryLocationLineHash');
    },
  },
  {
    id: 'locations-limit',
    level: 'error',
    source: 'github',
    mend: `Write at most ${MAX_LOCATIONS} locations into a result`,
    look({ result }, report) {
      for (const name of ['locations', 'relatedLocations']) {
        const { length } = listAt(result, name);
        if (length > MAX_LOCATIONS) report(`there are ${length}`, name);
      }
    },
  },
  {
    id: 'thread-flow-limit',
    level: 'error',
    source: 'github',
    mend: `Write at most ${MAX_THREAD_FLOW_LOCATIONS} locations into the thread flows of a result`,
    look({ result }, report) {
      const flows = listAt(result, 'codeFlows').flatMap((flow) => listAt(flow, 'threadFlows'));
      const count = flows.reduce((sum: number, flow) => sum + listAt(flow, 'locations').length, 0);
      if (count > MAX_THREAD_FLOW_LOCATIONS) report(`there are ${count}`, 'codeFlows');
    },
  },
  {
    id: 'location-index',
    level: 'error',
    source: 'sarif',
    mend: 'Let the index of an artifactLocation or logicalLocation be that of an element of the run',
    look({ result, artifacts, run }, report) {
      const logical = listAt(run, 'logicalLocations').length;
      const check = (index: number | undefined, length: number, what: string, path: readonly (string | number)[]) => {
        if (index !== undefined && index >= length) report(`there is no ${what} ${index}`, ...path, 'index');
      };
      walkObjects(result, (object, path) => {
        check(numberAt(object, 'artifactLocation', 'index'), artifacts.length, 'artifact', [...path, 'artifactLocation']);
        for (const [index, each] of listAt(object, 'logicalLocations').entries())
          check(numberAt(each, 'index'), logical, 'logical location', [...path, 'logicalLocations', index]);
      });
    },
  },
  {
    id: 'region-int32',
    level: 'warning',
    source: 'sarif',
    mend: 'Leave the region out, or write such numbers into properties as text: the SDK that viewers are built on keeps 32 bits',
    look({ result }, report) {
      walkObjects(result, (object, path) => {
        const region = objectAt(object, 'region');
        for (const name of REGION_NUMBERS) {
          const number = numberAt(region, name);
          if (number !== undefined && number >= INT32_LIMIT) report(`it is ${number}`, ...path, 'region', name);
        }
      });
    },
  },
];
