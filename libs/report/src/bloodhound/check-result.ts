import type { ControlText, Finding, ScanResult, Verdict } from '@staticfire/findings';
import { printable, printableProse } from '../printable.ts';
import { validWaiverOf } from '../tally.ts';

/** What the on-host checker says of one check; `error` tells why it is no PASS. */
export interface CheckResult {
  readonly status: 'PASS' | 'FAIL' | 'SKIP';
  readonly error: string;
}

const MAX_REASONS = 5;
const MAX_REASON = 300;

/**
 * PASS and FAIL only where evidence decides the whole requirement. Everything else is SKIP, as a check is that the host could not carry out:
 * what is unknown or left open, what people or a running host have to say, also when somebody has vouched for it.
 */
export function checkResultOf(control: ControlText, result: ScanResult): CheckResult {
  if (control.status === 'pass') return { status: 'PASS', error: '' };
  if (control.status === 'fail') return { status: 'FAIL', error: reasons(control, result, 'fail') };
  return { status: 'SKIP', error: whySkipped(control, result) };
}

function whySkipped(control: ControlText, result: ScanResult): string {
  const { status, reason = '', partial, attestation } = control;
  if (status === 'unknown') return `unknown: ${reasons(control, result, 'unknown')}`;
  if (status === 'not-applicable') return `not applicable: ${reasons(control, result, 'not-applicable')}`;
  if (status === 'partial') return `the image supports it, and leaves open: ${printableProse(partial ?? reason)}`;
  if (status === 'attested' && attestation !== undefined)
    return `attested to by ${printable(attestation.who)} until ${attestation.validUntil}, not checked: ${printableProse(attestation.statement)}`;
  return `${status}: ${printableProse(reason)}`;
}

/** What findings with that verdict say, each once. */
function reasons({ ruleIds }: ControlText, result: ScanResult, verdict: Verdict): string {
  const findings = result.findings.filter((finding) => finding.verdict === verdict && ruleIds.includes(finding.ruleId));
  const texts = [...new Set(findings.map((finding) => describe(finding, result)))];
  const more = texts.length > MAX_REASONS ? [`and ${texts.length - MAX_REASONS} more`] : [];
  return [...texts.slice(0, MAX_REASONS), ...more].join('; ');
}

function describe(finding: Finding, result: ScanResult): string {
  const text = printable(finding.verdict === 'fail' ? finding.title : (finding.reason ?? finding.title), MAX_REASON);
  const waiver = validWaiverOf(result, finding);
  return waiver === undefined ? text : `${text} (waived until ${waiver.expires}: ${printableProse(waiver.reason)})`;
}
