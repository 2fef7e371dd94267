import type { Finding, ScanResult } from '@staticfire/findings';

/** The result with `count` findings: its own, one after the other, each time about something else. */
export function manyFindings(result: ScanResult, count: number): ScanResult {
  const findings = Array.from({ length: count }, (_, index) => aboutSomethingElse(result.findings[index % result.findings.length]!, index));
  findings.sort((one, other) => (one.ruleId < other.ruleId ? -1 : one.ruleId > other.ruleId ? 1 : 0));
  return { ...result, findings };
}

function aboutSomethingElse(finding: Finding, index: number): Finding {
  const subject = `/usr/share/folder-${index % 97}/file-${index}`;
  return {
    ...finding,
    subject,
    title: `${finding.title}: ${subject}`,
    fingerprint: index.toString(16).padStart(64, '0'),
    evidence: finding.evidence.map((each) => ({
      ...each,
      sources: each.sources.map((source) => (source.path === undefined ? source : { ...source, path: subject })),
    })),
  };
}
