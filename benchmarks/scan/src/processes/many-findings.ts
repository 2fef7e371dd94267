import type { Finding, ScanResult } from '@staticfire/findings';

/** The result with `count` findings: those that fail over and over, each with a subject and fingerprint of its own. */
export function manyFindings(result: ScanResult, count: number): ScanResult {
  const failing = result.findings.filter(({ verdict }) => verdict === 'fail');
  const originals = failing.length === 0 ? result.findings : failing;
  if (originals.length === 0) throw new Error('a result without findings cannot be repeated');
  const findings = Array.from({ length: count }, (_, index): Finding => {
    const original = originals[index % originals.length]!;
    return { ...original, subject: `${original.subject ?? original.ruleId} ${index}`, fingerprint: index.toString(16).padStart(64, '0') };
  });
  return { ...result, findings };
}
