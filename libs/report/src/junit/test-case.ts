import type { Finding, RuleText, ScanResult, WaiverText } from '@staticfire/findings';
import { printableProse } from '../printable.ts';
import { validWaiverOf } from '../tally.ts';
import { describeEvidence } from '../terminal/evidence-line.ts';
import { xmlAttributes, xmlText } from './xml-text.ts';

const MAX_EVIDENCE = 6;
const MAX_LINE = 4000;

/** One finding as a test case: what fails is a failure, what could not be decided an error, what is waived or does not apply skipped. */
export function renderTestCase(result: ScanResult, finding: Finding, rule: RuleText | undefined): string {
  const { ruleId, title, subject } = finding;
  const head = `    <testcase${xmlAttributes({ classname: ruleId.replace(/[:/]/g, '.'), name: subject ?? rule?.title ?? title })}`;
  const outcome = renderOutcome(finding, rule, validWaiverOf(result, finding));
  return outcome === undefined ? `${head}/>\n` : `${head}>\n      ${outcome}\n    </testcase>\n`;
}

function renderOutcome(finding: Finding, rule: RuleText | undefined, waiver: WaiverText | undefined): string | undefined {
  const { verdict, title, reason } = finding;
  if (verdict === 'pass') return undefined;
  if (verdict === 'not-applicable') return `<skipped${xmlAttributes({ type: verdict, message: `not applicable: ${reason ?? title}` })}/>`;
  if (waiver !== undefined) return `<skipped${xmlAttributes({ type: 'waived', message: describeWaiver(waiver, title) })}/>`;
  const [element, type] = verdict === 'fail' ? ['failure', rule?.severity ?? 'unknown'] : ['error', 'unknown'];
  return `<${element}${xmlAttributes({ type, message: title })}>${renderText(finding, rule)}</${element}>`;
}

function describeWaiver({ owner, expires, reason }: WaiverText, title: string): string {
  return `waived by ${owner} until ${expires}: ${reason} (${title})`;
}

function renderText({ ruleId, subject, reason, evidence, fingerprint }: Finding, rule: RuleText | undefined): string {
  const hidden = evidence.length - MAX_EVIDENCE;
  const lines = [
    `rule: ${ruleId}${rule === undefined ? '' : ` (${rule.severity})`}`,
    ...(subject === undefined ? [] : [`subject: ${subject}`]),
    ...(reason === undefined ? [] : [`reason: ${reason}`]),
    ...evidence.slice(0, MAX_EVIDENCE).map((item) => `evidence: ${describeEvidence(item)}`),
    ...(hidden > 0 ? [`evidence: … and ${hidden} more`] : []),
    ...(rule === undefined ? [] : [`why: ${printableProse(rule.rationale)}`, `fix: ${printableProse(rule.remediation)}`]),
    `fingerprint: ${fingerprint}`,
  ];
  return lines.map((line) => xmlText(line, MAX_LINE)).join('\n');
}
