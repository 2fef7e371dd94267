import type { FactState } from '@staticfire/facts';
import { describe, expect, it } from 'vitest';
import { bodyOf, goodFacts, loadSample, present } from '../fixtures/sample-packs.ts';
import { evaluate } from '../rules/evaluate.ts';
import { everything, type Selection } from '../rules/selection.ts';
import { countControls, decideControls } from './decide-controls.ts';

const packs = loadSample();
const attestation = { statement: 's', who: 'Ada', when: '2026-01-10', validUntil: '2026-12-31' };

function decide(
  facts: Readonly<Record<string, FactState>>,
  selection: Partial<Selection> = {},
  today = '2026-06-01',
  userData?: Readonly<Record<string, FactState>>,
) {
  const chosen = { ...everything, ...selection };
  const { rules } = evaluate(bodyOf({ ...goodFacts, ...facts }, userData), packs, { mode: 'release', selection: chosen });
  return decideControls(packs, rules, chosen, today);
}

const statusOf = (controls: ReturnType<typeof decide>, id: string) => controls.find((control) => control.id === id)!;

describe('decideControls', () => {
  it('gives controls by their rules and their own status, numbers as numbers', () => {
    expect(decide({}).map(({ id, status }) => [id, status])).toEqual([
      ['1.1', 'pass'],
      // Its table has a row that does not hold on the sample.
      ['1.2', 'fail'],
      ['1.10', 'runtime-only'],
    ]);
  });

  it('an unreadable fact makes a control unknown', () => {
    const damaged: FactState = { state: 'unreadable', error: { kind: 'format', structure: 's', message: 'm' } };
    expect(statusOf(decide({ 'test.flags': damaged }), '1.1')).toMatchObject({ status: 'unknown', evidenceStatus: 'unknown' });
  });

  it('a deselected rule leaves its part open: never a pass', () => {
    const deselectedRules = new Map([['base:a/b', 'ticket 1']]);
    expect(statusOf(decide({}, { deselectedRules }), '1.1')).toMatchObject({ status: 'partial', reason: 'base:a/b was left out: ticket 1' });
  });

  it('a deselected control says why, and what evidence says', () => {
    const deselectedControls = new Map([['frame/1.1', 'ticket 2']]);
    expect(statusOf(decide({}, { deselectedControls }), '1.1')).toMatchObject({ status: 'deselected', reason: 'ticket 2', evidenceStatus: 'pass' });
  });

  it.each([
    ['before its first day', '2026-01-09', 'runtime-only', 'not-yet-valid'],
    ['on its first day', '2026-01-10', 'attested', 'valid'],
    ['on its last day', '2026-12-31', 'attested', 'valid'],
    ['after its last day', '2027-01-01', 'runtime-only', 'expired'],
  ])('an attestation %s', (_, today, status, state) => {
    const attestations = new Map([['frame/1.10', [attestation]]]);
    expect(statusOf(decide({}, { attestations }, today), '1.10')).toMatchObject({
      status,
      evidenceStatus: 'runtime-only',
      attestation: { ...attestation, state },
    });
  });

  it.each([
    ['before both', '2025-06-01', 'runtime-only', '2026-01-10', 'not-yet-valid'],
    ['in the first', '2026-06-01', 'attested', '2026-01-10', 'valid'],
    ['between them', '2027-01-15', 'runtime-only', '2026-01-10', 'expired'],
    ['in the second', '2027-06-01', 'attested', '2027-02-01', 'valid'],
    ['after both', '2028-06-01', 'runtime-only', '2027-02-01', 'expired'],
  ])('of two attestations, %s', (_, today, status, when, state) => {
    const renewed = { ...attestation, when: '2027-02-01', validUntil: '2027-12-31' };
    const attestations = new Map([['frame/1.10', [renewed, attestation]]]);
    expect(statusOf(decide({}, { attestations }, today), '1.10')).toMatchObject({ status, attestation: { when, state } });
  });

  it('an attestation of a partial control does not hide a failure', () => {
    const attestations = new Map([['frame/1.2', [attestation]]]);
    expect(statusOf(decide({}, { attestations }), '1.2').status).toBe('fail');
    const none = { ...everything, attestations, deselectedRules: new Map([['base:words/two', 'r']]) };
    expect(statusOf(decide({}, none), '1.2')).toMatchObject({ status: 'attested', evidenceStatus: 'partial' });
  });

  it('shows what the selection shows', () => {
    expect(decide({}, { controls: new Set(['frame/1.10']) }).map(({ id }) => id)).toEqual(['1.10']);
  });

  it('counts by pack and status', () => {
    expect(countControls(decide({}))).toMatchObject({ frame: { pass: 1, fail: 1, 'runtime-only': 1, attested: 0 } });
  });

  it('tells which controls user data decided, and how they stand without', () => {
    const files = { 'frame/controls.yaml': 'controls: [{ id: "1", title: t, rules: [base:a/u] }]\n', 'frame/profiles/level-1.yaml': '' };
    const own = loadSample(files);
    const body = bodyOf({ ...goodFacts, 'test.settings': present({ on: false }) }, { 'test.settings': present({ on: true }) });
    const { rules } = evaluate(body, own);
    expect(decideControls(own, rules, everything, '2026-01-01')).toMatchObject([{ status: 'pass', imageStatus: 'fail', decided: 'user-data' }]);
  });
});
