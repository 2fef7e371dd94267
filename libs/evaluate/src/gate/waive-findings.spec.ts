import type { Finding, Verdict } from '@staticfire/findings';
import { describe, expect, it } from 'vitest';
import type { Waiver } from '../rules/selection.ts';
import { waiveFindings } from './waive-findings.ts';

const finding = (ruleId: string, subject?: string, verdict: Verdict = 'fail'): Finding => ({
  ruleId,
  verdict,
  title: '',
  ...(subject === undefined ? {} : { subject }),
  evidence: [],
  fingerprint: '',
});

let line = 0;
const waiver = (ruleId: string, changes: Partial<Waiver> = {}): Waiver => ({
  ruleId,
  reason: 'why',
  owner: 'Ada',
  expires: '2027-03-31',
  place: { path: 'staticfire.yaml', line: ++line },
  ...changes,
});

const TODAY = '2026-11-25';
const indices = (findings: readonly Finding[], waivers: readonly Waiver[], today = TODAY) =>
  waiveFindings(findings, waivers, today).findings.map((each) => each.waiver);

describe('which waiver a finding names', () => {
  const expired = { expires: '2026-11-24' };
  const coming = { from: '2026-11-26' };
  it.each<[string, readonly Waiver[], number | undefined]>([
    ['that of its rule', [waiver('p:a/x'), waiver('p:a/b')], 1],
    ['that of its subject', [waiver('p:a/b', { subject: 'y' }), waiver('p:a/b', { subject: 'x' })], 1],
    ['that of its subject before that of its rule', [waiver('p:a/b'), waiver('p:a/b', { subject: 'x' })], 1],
    ['a valid one of its rule before an expired one of its subject', [waiver('p:a/b', { subject: 'x', ...expired }), waiver('p:a/b')], 1],
    ['a valid one before one to come', [waiver('p:a/b', coming), waiver('p:a/b', { expires: TODAY })], 1],
    ['an expired one before one to come', [waiver('p:a/b', coming), waiver('p:a/b', expired)], 1],
    ['of expired ones the last', [waiver('p:a/b', { expires: '2025-01-01' }), waiver('p:a/b', expired)], 1],
    ['of those to come the first', [waiver('p:a/b', { from: '2028-01-01', expires: '2028-12-31' }), waiver('p:a/b', coming)], 1],
    ['none', [waiver('p:a/b', { subject: 'xx' }), waiver('p:a/bb')], undefined],
  ])('%s', (_, waivers, expected) => {
    expect(indices([finding('p:a/b', 'x')], waivers)).toEqual([expected]);
  });

  it.each(['pass', 'unknown', 'not-applicable'] as const)('none when it is %s', (verdict) => {
    expect(indices([finding('p:a/b', 'x', verdict)], [waiver('p:a/b'), waiver('p:a/b', { subject: 'x' })])).toEqual([undefined]);
  });

  it('a finding about the image as a whole has no subject to name', () => {
    expect(indices([finding('p:a/b')], [waiver('p:a/b', { subject: 'x' }), waiver('p:a/b')])).toEqual([1]);
  });
});

describe('the waivers of a result', () => {
  it.each([
    ['on its first day', '2026-10-01', 'valid'],
    ['on its last day', '2027-03-31', 'valid'],
    ['before it', '2026-09-30', 'not-yet-valid'],
    ['after it', '2027-04-01', 'expired'],
  ])('%s', (_, today, state) => {
    expect(waiveFindings([], [waiver('p:a/b', { from: '2026-10-01' })], today).waivers).toMatchObject([{ state, matches: 0 }]);
  });

  it('stand as they are written, each with the failing findings that it is about', () => {
    const findings = [finding('p:a/b', 'x'), finding('p:a/b', 'y'), finding('p:a/b', 'z', 'unknown')];
    const waivers = [waiver('p:z/z'), waiver('p:a/b'), waiver('p:a/b', { subject: 'x', expires: '2026-01-01' }), waiver('p:a/b', { subject: 'z' })];
    const waived = waiveFindings(findings, waivers, TODAY);
    expect(waived.waivers.map(({ matches }) => matches)).toEqual([0, 2, 1, 0]);
    expect(waived.waivers.map(({ state: _state, matches: _matches, ...written }) => written)).toEqual(waivers);
    expect(waived.findings.map(({ waiver: index }) => index)).toEqual([1, 1, undefined]);
    expect(waived.findings.map(({ verdict }) => verdict)).toEqual(['fail', 'fail', 'unknown']);
  });
});
