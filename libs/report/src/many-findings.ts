import type { Finding, ScanResult } from '@staticfire/findings';
import { sampleResult } from './sample-result.ts';

/** The sample with `count` findings: its own ones, again and again, about other subjects, sorted as a result is. */
export function manyFindings(count: number): ScanResult {
  const { findings } = sampleResult;
  const each = Math.ceil(count / findings.length);
  const all = findings.flatMap((finding) => Array.from({ length: each }, (_, index) => about(finding, index)));
  return { ...sampleResult, findings: all.slice(0, count) };
}

function about(finding: Finding, index: number): Finding {
  if (index === 0) return finding;
  const number = String(index).padStart(6, '0');
  const fingerprint = `${finding.fingerprint.slice(-8)}${number}`.padStart(64, 'f');
  return { ...finding, subject: `${finding.subject ?? '/usr'}/${number}`, fingerprint };
}
