import type { Finding, RuleText, Severity, Verdict, WaiverText } from '@staticfire/findings';
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

/** A finding of rule `index`, and the state of the waiver about it. */
const finding = (index: number, verdict: Verdict, state?: WaiverText['state']) => ({ index, verdict, state });

/** Findings, each with a waiver of its own where it has one. */
function judged(list: readonly ReturnType<typeof finding>[] = []) {
  const findings = list.map(
    ({ index, verdict, state }, place): Finding => ({
      ruleId: `p:r/${index}`,
      verdict,
      title: '',
      evidence: [],
      fingerprint: '',
      ...(state === undefined ? {} : { waiver: place }),
    }),
  );
  const waivers = list.map(
    ({ index, state = 'valid' }): WaiverText => ({
      ruleId: `p:r/${index}`,
      reason: '',
      owner: '',
      expires: '',
      state,
      matches: 1,
      place: { path: '', line: 1 },
    }),
  );
  return { findings, waivers };
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
    expect(decideGate(list, judged(), failOn)).toMatchObject({ verdict, exitCode, failOn });
  });

  it('names what failed and what is unknown', () => {
    expect(decideGate(rules(['high', 'fail'], ['high', 'unknown'], ['low', 'fail']), judged(), 'high')).toMatchObject({
      failing: ['p:r/0'],
      unknown: ['p:r/1'],
    });
  });

  it.each([
    ['its only finding', [finding(0, 'fail', 'valid')], { exitCode: 0, failing: [], unknown: [], waived: ['p:r/0'] }],
    ['every finding', [finding(0, 'fail', 'valid'), finding(0, 'fail', 'valid')], { exitCode: 0, failing: [], waived: ['p:r/0'] }],
    ['one of two findings', [finding(0, 'fail', 'valid'), finding(0, 'fail')], { exitCode: 1, failing: ['p:r/0'], waived: [] }],
    ['until a day that has passed', [finding(0, 'fail', 'expired')], { exitCode: 1, failing: ['p:r/0'], waived: [] }],
    ['from a day that is to come', [finding(0, 'fail', 'not-yet-valid')], { exitCode: 1, failing: ['p:r/0'], waived: [] }],
    [
      'what fails, and not what is unknown',
      [finding(0, 'fail', 'valid'), finding(0, 'unknown')],
      { exitCode: 3, failing: [], unknown: ['p:r/0'], waived: ['p:r/0'] },
    ],
    [
      'one finding, where another fails and one is unknown',
      [finding(0, 'fail', 'valid'), finding(0, 'fail'), finding(0, 'unknown')],
      { exitCode: 1, unknown: [] },
    ],
  ])('a waiver about %s', (_, findings, expected) => {
    expect(decideGate(rules(['high', 'fail']), judged(findings), 'high')).toMatchObject(expected);
  });

  it('a waiver about a rule below the threshold is nothing to the gate', () => {
    const gate = decideGate(rules(['low', 'fail'], ['high', 'pass']), judged([finding(0, 'fail', 'valid')]), 'high');
    expect(gate).toMatchObject({ exitCode: 0, waived: [] });
    expect(decideGate(rules(['high', 'fail']), judged([finding(0, 'fail', 'valid')]), 'none').waived).toEqual([]);
  });

  it('a waiver about one rule does not help another', () => {
    const findings = judged([finding(0, 'fail', 'valid'), finding(1, 'fail')]);
    expect(decideGate(rules(['high', 'fail'], ['high', 'fail']), findings, 'high')).toMatchObject({ exitCode: 1, failing: ['p:r/1'], waived: ['p:r/0'] });
  });

  it('a rule that is unknown stays so beside a waiver', () => {
    expect(decideGate(rules(['high', 'unknown']), judged([finding(0, 'unknown', 'valid')]), 'high')).toMatchObject({
      exitCode: 3,
      unknown: ['p:r/0'],
      waived: [],
    });
  });
});
