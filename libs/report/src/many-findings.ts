// A result as large as asked for, with texts as long as in real results: for bounds of time, size and memory.
import { createHash } from 'node:crypto';
import type { Finding, RuleText, ScanResult } from '@staticfire/findings';
import { sampleResult } from './sample-result.ts';

const FINDINGS_PER_RULE = 12;
const STATES = ['fail', 'fail', 'unknown', 'pass', 'not-applicable', 'fail'] as const;
const PROSE = 'An attacker who writes to the disk once would otherwise keep what was won over a reboot, and nobody who looks at the node can tell. ';

/** `count` findings of one rule in twelve of them; `rules` instead sets how many rules share them. */
export function manyFindings(count: number, rules = Math.max(1, Math.ceil(count / FINDINGS_PER_RULE))): ScanResult {
  const texts = Array.from({ length: rules }, (_, index) => ruleText(index));
  const findings = Array.from({ length: count }, (_, index) => finding(texts[index % rules]!, index));
  return {
    ...sampleResult,
    rules: texts,
    findings,
    gate: { ...sampleResult.gate, failing: texts.slice(0, 3).map(({ id }) => id), unknown: [], waived: [] },
    ruleErrors: [],
  };
}

function ruleText(index: number): RuleText {
  const model = sampleResult.rules[index % sampleResult.rules.length]!;
  return { ...model, id: `baseline:area-${index % 9}/rule-${String(index).padStart(5, '0')}`, rationale: PROSE.repeat(3), remediation: PROSE };
}

function finding({ id }: RuleText, index: number): Finding {
  const path = `/usr/lib/package-${index}/share/program-${index}`;
  const sha256 = createHash('sha256').update(path).digest('hex');
  const shared = {
    bank: 'A',
    partition: 'ROOT',
    path: '/usr/share/storewolf/settings-defaults.toml',
    offset: 0,
    length: 4096,
    sha256: 'a'.repeat(64),
  } as const;
  return {
    ruleId: id,
    verdict: STATES[index % STATES.length]!,
    title: `${path} is setuid, belongs to root and is not listed`,
    subject: path,
    evidence: [
      {
        fact: 'root.permissions',
        bank: 'A',
        path: `files[${index}]`,
        value: { path, mode: '4755', owner: 0, group: 0, capabilities: [], selinuxType: 'system_u:object_r:os_t:s0' },
        sources: [{ bank: 'A', partition: 'ROOT', path, offset: 0, length: 4096 + index, sha256 }, shared],
        places: [
          { file: '/usr/lib/tmpfiles.d/release.conf', bank: 'A', partition: 'ROOT', line: index, layer: 'tmpfiles.d', excerpt: `f ${path} 4755 root root` },
        ],
      },
      { fact: 'settings.effective', bank: 'A', path: 'kernel.lockdown', value: 'integrity', sources: [shared] },
    ],
    fingerprint: sha256,
  };
}
