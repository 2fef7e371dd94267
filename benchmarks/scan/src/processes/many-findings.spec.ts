import type { Finding, ScanResult } from '@staticfire/findings';
import { expect, it } from 'vitest';
import { manyFindings } from './many-findings.ts';

const finding = (ruleId: string, verdict: Finding['verdict']): Finding => ({ ruleId, verdict, title: 't', evidence: [], fingerprint: 'f' });
const result = { findings: [finding('a', 'pass'), finding('b', 'fail'), finding('c', 'fail')] } as unknown as ScanResult;

it('repeats what fails, and no two findings are the same', () => {
  const { findings } = manyFindings(result, 5);
  expect(findings.map(({ ruleId }) => ruleId)).toEqual(['b', 'c', 'b', 'c', 'b']);
  expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(5);
  expect(new Set(findings.map(({ subject }) => subject)).size).toBe(5);
});

it('refuses a result without findings', () => {
  expect(() => manyFindings({ ...result, findings: [] }, 1)).toThrow('without findings');
});
