import type { Finding, ScanResult } from '@staticfire/findings';
import { inputWords } from '../input-words.ts';
import { printable } from '../printable.ts';
import type { RenderOptions } from '../render-options.ts';
import { stateOf } from '../tally.ts';
import type { Page } from './page.ts';
import { describeRows } from './rule-lists.ts';
import { bySeverity } from './severity.ts';

interface Step {
  readonly id: string;
  readonly does: string;
}

/** Characters of a fingerprint that tell findings apart. */
const PREFIX = 12;
const WHOLE_WORD = /^[\w@%+=:,./-]+$/;

/** What to type next: how to understand the most severe of what is open, what to do with what is known, and how to hand it on. */
export function describeNextSteps(page: Page, result: ScanResult, { written = [] }: RenderOptions): string[] {
  const steps = [...listSteps(result), ...(written.some(({ format }) => format === 'html') ? [] : [HTML])];
  return steps.length === 0 ? [] : [page.paint('NEXT', 'bold'), ...describeRows(page, steps, ({ does }) => does)];
}

const HTML: Step = { id: '--output html=report.html', does: 'with the same command: a page for the browser' };
const TAILOR: Step = { id: 'staticfire.yaml', does: 'waives findings until a day, or leaves a rule out, with a reason; `staticfire init` writes one' };

function listSteps(result: ScanResult): readonly Step[] {
  const failing = mostSevere(result, 'fail');
  const open = failing ?? mostSevere(result, 'unknown');
  if (open === undefined) return [];
  return [
    { id: `staticfire explain ${printable(open.ruleId)}`, does: 'what the rule reads, why, and how to mend it' },
    { id: `staticfire why ${open.fingerprint.slice(0, PREFIX)} ${describeInput(result)}`, does: 'how the finding came about, down to the bytes' },
    ...(failing === undefined || result.gate.verdict === 'passed' ? [] : [TAILOR]),
  ];
}

/** The first finding in this state of the most severe rule; one of those that decide the gate, if there are any. */
function mostSevere(result: ScanResult, state: 'fail' | 'unknown'): Finding | undefined {
  const first = new Map<string, Finding>();
  for (const finding of result.findings) if (!first.has(finding.ruleId) && stateOf(result, finding) === state) first.set(finding.ruleId, finding);
  const [rule] = bySeverity(result.rules.filter(({ id }) => first.has(id)));
  return rule === undefined ? undefined : first.get(rule.id);
}

function describeInput(result: ScanResult): string {
  const { userData } = result;
  return [...inputWords(result), ...(userData === undefined ? [] : ['--user-data', userData.path])].map(shellWord).join(' ');
}

function shellWord(text: string): string {
  return WHOLE_WORD.test(text) ? text : `'${printable(text).replaceAll("'", "'\\''")}'`;
}
