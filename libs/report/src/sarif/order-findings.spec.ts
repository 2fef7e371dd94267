import type { Finding, ScanResult, Verdict } from '@staticfire/findings';
import { describe, expect, test } from 'vitest';
import { sampleResult } from '../sample-result.ts';
import { orderFindings } from './order-findings.ts';

const [anyRule] = sampleResult.rules;
const rules = (['high', 'low', 'critical'] as const).map((severity) => ({ ...anyRule!, id: `p:a/${severity}`, severity }));
const finding = (ruleId: string, verdict: Verdict, subject = ''): Finding => ({ ruleId, verdict, title: '', subject, evidence: [], fingerprint: '' });
const many = (ruleId: string, verdict: Verdict, count: number) => Array.from({ length: count }, (_, index) => finding(ruleId, verdict, String(index)));
const resultOf = (findings: readonly Finding[]): ScanResult => ({ ...sampleResult, rules, findings, waivers: [] });
const names = (findings: readonly Finding[]) => findings.map(({ ruleId, verdict }) => `${verdict} ${ruleId}`);

describe('orderFindings', () => {
  const findings = rules.flatMap(({ id }) => (['pass', 'unknown', 'fail', 'not-applicable'] as const).map((verdict) => finding(id, verdict)));

  test('full: failures before what is unknown before what is fine, most severe first', () => {
    expect(names(orderFindings(resultOf(findings), 'full').kept).slice(0, 5)).toEqual([
      'fail p:a/critical',
      'fail p:a/high',
      'fail p:a/low',
      'unknown p:a/critical',
      'unknown p:a/high',
    ]);
  });

  test('github: failures alone', () => {
    expect(names(orderFindings(resultOf(findings), 'github').kept)).toEqual(['fail p:a/critical', 'fail p:a/high', 'fail p:a/low']);
  });

  test('github: what a valid waiver is about is left out, what an expired one is about stays', () => {
    const { kept } = orderFindings(sampleResult, 'github');
    expect(kept.some(({ ruleId }) => ruleId === 'baseline:kernel/pointers')).toBe(false);
    expect(kept.filter(({ waiver }) => waiver === 1)).toHaveLength(1);
  });

  test.each([
    ['github', 5000],
    ['full', 25_000],
  ] as const)('%s: the least severe and the last are cut at %i', (profile, limit) => {
    const { kept, left } = orderFindings(resultOf([...many('p:a/low', 'fail', 10), ...many('p:a/high', 'fail', limit)]), profile);
    expect([kept.length, left.length]).toEqual([limit, 10]);
    expect(kept.every(({ ruleId }) => ruleId === 'p:a/high')).toBe(true);
    expect(left.map(({ subject }) => subject)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
  });

  test('no failure is cut for a more severe pass', () => {
    const { left } = orderFindings(resultOf([...many('p:a/critical', 'pass', 10), ...many('p:a/low', 'fail', 25_000)]), 'full');
    expect(new Set(left.map(({ verdict }) => verdict))).toEqual(new Set(['pass']));
  });
});
