import type { ControlText, ScanResult } from '@staticfire/findings';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { goResult, sampleResult } from '../sample-result.ts';
import { benchmarks, checkName } from './benchmarks.ts';
import { renderBloodhound } from './render-bloodhound.ts';

const [cis, kubernetes, fips] = benchmarks;
const text = (result: ScanResult) => [...renderBloodhound(result)].join('');
const report = (result: ScanResult) => JSON.parse(text(result));
/** The sample with its controls in the benchmark's pack, which brings every status. */
const judged: ScanResult = { ...sampleResult, controls: sampleResult.controls.map((control) => ({ ...control, packId: cis.packId })) };
const withControl = (changes: Partial<ControlText>): ScanResult => ({ ...judged, controls: [{ ...judged.controls[0]!, ...changes }] });

/** What serde writes of ReportResults and IndividualResult: every member, and no other. */
const SHAPE = {
  type: 'object',
  additionalProperties: false,
  required: ['level', 'total', 'passed', 'skipped', 'failed', 'status', 'timestamp', 'name', 'version', 'url', 'results'],
  properties: {
    ...Object.fromEntries(['level', 'total', 'passed', 'skipped', 'failed'].map((name) => [name, { type: 'integer', minimum: 0 }])),
    ...Object.fromEntries(['timestamp', 'name', 'version', 'url'].map((name) => [name, { type: 'string' }])),
    status: { enum: ['PASS', 'FAIL', 'SKIP'] },
    results: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        additionalProperties: false,
        required: ['name', 'id', 'level', 'title', 'mode', 'status', 'error'],
        properties: {
          ...Object.fromEntries(['name', 'id', 'title', 'error'].map((name) => [name, { type: 'string' }])),
          level: { type: 'integer', minimum: 0, maximum: 255 },
          mode: { enum: ['Automatic', 'Manual'] },
          status: { enum: ['PASS', 'FAIL', 'SKIP'] },
        },
      },
    },
  },
};

describe('bloodhound report', () => {
  test('is the golden file', async () => {
    await expect(text(judged)).toMatchFileSnapshot('golden/sample.json');
  });

  test.each([
    ['every status', judged],
    ['no benchmark', sampleResult],
    ['no control', goResult],
  ])('has the shape of the host’s, of %s', (_name, result) => {
    const validate = new Ajv2020({ strict: true, allErrors: true }).compile(SHAPE);
    validate(report(result));
    expect(validate.errors).toBeNull();
  });

  test('pass and fail are what evidence decides as a whole, the rest is skipped with its reason', () => {
    const told = Object.values(report(judged).results as Record<string, { id: string; status: string; error: string }>).map(({ id, status, error }) => [
      id,
      status,
      error,
    ]);
    expect(told).toEqual([
      ['1.1', 'FAIL', expect.stringMatching(/^\S/)],
      ['1.2', 'SKIP', expect.stringMatching(/^unknown: \S/)],
      ['1.9', 'PASS', ''],
      ['1.10', 'SKIP', 'the image supports it, and leaves open: what the running host does'],
      ['2.1', 'SKIP', expect.stringMatching(/^not applicable: \S/)],
      ['2.2', 'SKIP', 'runtime-only: only the running host has firewall rules'],
      ['2.3', 'SKIP', 'attested to by Ada\\u{202e} until 2027-03-31, not checked: Looked at by hand \\x1b[2J'],
      ['2.4', 'SKIP', 'inherently-met: there is no package manager'],
      ['2.5', 'SKIP', 'deselected: ticket 4711'],
      ['2.6', 'SKIP', 'manual: people decide it'],
    ]);
  });

  test('counts add up, and one failure fails the whole', () => {
    expect(report(judged)).toMatchObject({ level: 1, total: 10, passed: 1, failed: 1, skipped: 8, status: 'FAIL', timestamp: '2026-11-25T00:00:00Z' });
    expect(report(withControl({ status: 'pass', level: 2 }))).toMatchObject({ level: 2, total: 1, passed: 1, failed: 0, status: 'PASS' });
    expect(report(withControl({ status: 'manual' }))).toMatchObject({ total: 1, skipped: 1, status: 'SKIP' });
  });

  test('of no benchmark: nothing was checked, and no day is made up', () => {
    const { day: _day, ...undated } = sampleResult;
    expect(report(undated)).toMatchObject({ level: 1, total: 0, status: 'SKIP', timestamp: '', name: cis.name, results: {} });
  });

  test('a failure that somebody waived is still one, and says so', () => {
    const waived = report(withControl({ status: 'fail', ruleIds: ['baseline:kernel/pointers'] }));
    expect(Object.values(waived.results)).toMatchObject([{ status: 'FAIL', error: expect.stringMatching(/\(waived until \d{4}-\d\d-\d\d: /) }]);
  });

  test('tells five failures of one check, and how many there are more', () => {
    const [one] = sampleResult.findings.filter(({ verdict }) => verdict === 'fail');
    const findings = Array.from({ length: 8 }, (_, index) => ({ ...one!, title: `it ${index}` }));
    const cut = report({ ...withControl({ status: 'fail', ruleIds: [one!.ruleId] }), waivers: [], findings });
    expect(Object.values(cut.results)).toMatchObject([{ error: 'it 0; it 1; it 2; it 3; it 4; and 3 more' }]);
  });
});

describe('the checks of the FIPS report', () => {
  const control = (id: string, status: ControlText['status']): ControlText => ({ ...judged.controls[0]!, packId: fips.packId, id, status });
  const told = (...controls: readonly ControlText[]) => {
    const [, line] = text({ ...judged, controls })
      .trim()
      .split('\n');
    const { name, total, results } = JSON.parse(line!) as { name: string; total: number; results: Record<string, { id: string; status: string }> };
    return { name, total, results: Object.fromEntries(Object.entries(results).map(([key, { id, status }]) => [key, `${id} ${status}`])) };
  };

  test('are three, of the controls that come to the same; others have no check', () => {
    const controls = ['FIPS-01', 'FIPS-03', 'FIPS-04', 'FIPS-05', 'FIPS-07', 'FIPS-10'].map((id) => control(id, 'pass'));
    const results = { fips01000000: '1.0 PASS', fips01010000: '1.1 PASS', fips01020000: '1.2 PASS' };
    expect(told(...controls)).toEqual({ name: 'FIPS Security Policy', total: 3, results });
  });

  test.each<[string, readonly ControlText['status'][], string]>([
    ['one that fails', ['pass', 'not-applicable', 'fail'], '1.2 FAIL'],
    ['one that does not apply', ['pass', 'not-applicable', 'pass'], '1.2 SKIP'],
  ])('%s of several decides', (_name, [first, second, third], expected) => {
    const controls = [control('FIPS-05', first!), control('FIPS-04', second!), control('FIPS-07', third!)];
    expect(told(...controls).results).toEqual({ fips01020000: expected });
  });
});

test.each([
  [cis, '1.6', 'br01060000'],
  [cis, '1.4.3', 'br01040300'],
  [cis, '3.4.1.1', 'br03040101'],
  [kubernetes, '4.1.1', 'k8s04010100'],
  [kubernetes, '4.1.10', 'k8s04011000'],
])('the check of $0.name $1 is called $2', (benchmark, id, name) => {
  expect(checkName(benchmark, id)).toBe(name);
});

test('every benchmark that was judged has a line of its own', () => {
  const [control] = judged.controls;
  const both = { ...judged, controls: [control!, { ...control!, id: '4.1.10', packId: kubernetes.packId }] };
  const lines = text(both)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ name, results }) => [name, Object.keys(results)])).toEqual([
    [cis.name, [checkName(cis, control!.id)]],
    [kubernetes.name, ['k8s04011000']],
  ]);
});
