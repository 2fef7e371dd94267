import type { Check, RuleSubject } from './check.ts';
import { listAt, textAt, valueAt } from './json-view.ts';

const MAX_NAME = 255;
const MAX_DESCRIPTION = 1024;
const MAX_TAGS = 20;
const SHOWN_TAGS = 10;
const NUMBER = /^\d+(\.\d+)?$/;

const TEXTS = [
  ['shortDescription', 'text'],
  ['fullDescription', 'text'],
  ['help', 'text'],
] as const;

const LENGTHS = [
  [MAX_NAME, 'name'],
  [MAX_DESCRIPTION, 'shortDescription', 'text'],
  [MAX_DESCRIPTION, 'fullDescription', 'text'],
] as const;

export const ruleChecks: readonly Check<RuleSubject>[] = [
  {
    id: 'rule-texts',
    level: 'warning',
    source: 'github',
    mend: 'Give every rule shortDescription.text, fullDescription.text and help.text: the page of an alert shows them',
    look({ rule }, report) {
      const missing = TEXTS.filter((path) => (textAt(rule, ...path) ?? '').trim() === '').map((path) => path.join('.'));
      if (missing.length > 0) report(`it has no ${missing.join(', ')}`);
    },
  },
  {
    id: 'rule-text-limit',
    level: 'error',
    source: 'github',
    mend: `Cut names at ${MAX_NAME} and descriptions at ${MAX_DESCRIPTION} characters; help has room for more`,
    look({ rule }, report) {
      for (const [max, ...path] of LENGTHS) {
        const length = textAt(rule, ...path)?.length ?? 0;
        if (length > max) report(`it has ${length} characters`, ...path);
      }
    },
  },
  {
    id: 'tags-limit',
    level: 'error',
    source: 'github',
    mend: `Give a rule at most ${MAX_TAGS} tags`,
    look({ rule }, report) {
      const { length } = listAt(rule, 'properties', 'tags');
      if (length > MAX_TAGS) report(`it has ${length} tags`, 'properties', 'tags');
    },
  },
  {
    id: 'tags-shown',
    level: 'warning',
    source: 'github',
    mend: `Give a rule at most ${SHOWN_TAGS} tags`,
    look({ rule }, report) {
      const { length } = listAt(rule, 'properties', 'tags');
      if (length > SHOWN_TAGS && length <= MAX_TAGS) report(`it has ${length} tags, of which GitHub shows ${SHOWN_TAGS}`, 'properties', 'tags');
    },
  },
  {
    id: 'security-severity',
    level: 'error',
    source: 'github',
    mend: 'Write security-severity as a number in text, such as "7.5"',
    look({ rule }, report) {
      const severity = valueAt(rule, 'properties', 'security-severity');
      if (typeof severity === 'string' ? !NUMBER.test(severity) : severity !== undefined && typeof severity !== 'number')
        report(`it is ${JSON.stringify(severity)}, which is no number; GitHub refuses the whole file`, 'properties', 'security-severity');
    },
  },
  {
    id: 'security-severity-use',
    level: 'warning',
    source: 'github',
    mend: 'Write it as text, above 0.0 and up to 10.0, and give the rule the tag security: without that it does not count',
    look({ rule }, report) {
      const severity = valueAt(rule, 'properties', 'security-severity');
      if (severity === undefined || Number.isNaN(Number(severity))) return;
      const inRange = Number(severity) > 0 && Number(severity) <= 10;
      const problems = [
        ...(typeof severity === 'string' ? [] : ['it is no text']),
        ...(inRange ? [] : [`it is ${severity}`]),
        ...(listAt(rule, 'properties', 'tags').includes('security') ? [] : ['the rule has no tag security']),
      ];
      if (problems.length > 0) report(problems.join(', '), 'properties', 'security-severity');
    },
  },
];
