import type { RuleText, Severity, Verdict } from '@staticfire/findings';
import { describe, expect, it } from 'vitest';
import { decideGate } from './decide-gate.ts';

function rules(...pairs: readonly (readonly [Severity, Verdict])[]): RuleText[] {
  return pairs.map(([severity, verdict], index) => ({
    id: `p:r/${index}`,
    title: '',
    severity,
    securitySeverity: 0,
    rationale: '',
    remediation: '',
    references: {},
    verdict,
    imageVerdict: verdict,
    decided: 'image',
  }));
}

describe('decideGate', () => {
  it.each([
    ['all pass', rules(['high', 'pass']), 'high', 'passed', 0],
    ['a failure at the threshold', rules(['high', 'fail'], ['low', 'pass']), 'high', 'failed', 1],
    ['a failure above the threshold', rules(['critical', 'fail']), 'high', 'failed', 1],
    ['a failure below the threshold', rules(['medium', 'fail'], ['high', 'pass']), 'high', 'passed', 0],
    ['an unknown at the threshold', rules(['high', 'unknown'], ['low', 'pass']), 'high', 'inconclusive', 3],
    ['an unknown below the threshold', rules(['low', 'unknown'], ['high', 'pass']), 'high', 'passed', 0],
    ['a failure and an unknown', rules(['high', 'unknown'], ['high', 'fail']), 'high', 'failed', 1],
    ['a failure below and an unknown at it', rules(['low', 'fail'], ['high', 'unknown']), 'high', 'inconclusive', 3],
    ['no threshold', rules(['critical', 'fail'], ['high', 'pass']), 'none', 'passed', 0],
    ['the lowest threshold', rules(['info', 'fail']), 'info', 'failed', 1],
    ['no rule', [], 'high', 'inconclusive', 3],
    ['no rule and no threshold', [], 'none', 'inconclusive', 3],
    ['only unknown rules and no threshold', rules(['high', 'unknown']), 'none', 'inconclusive', 3],
    ['only rules that do not apply', rules(['high', 'not-applicable']), 'high', 'inconclusive', 3],
  ] as const)('%s', (_, list, failOn, verdict, exitCode) => {
    expect(decideGate(list, failOn)).toMatchObject({ verdict, exitCode, failOn });
  });

  it('names what failed and what is unknown', () => {
    expect(decideGate(rules(['high', 'fail'], ['high', 'unknown'], ['low', 'fail']), 'high')).toMatchObject({ failing: ['p:r/0'], unknown: ['p:r/1'] });
  });
});
