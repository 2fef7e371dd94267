import { describe, expect, it } from 'vitest';
import { bodyOf, goodFacts, loadSample, present, ruleText } from '../fixtures/sample-packs.ts';
import { evaluate } from './evaluate.ts';
import { everything } from './selection.ts';

const off = present({ on: false });
const on = present({ on: true });

function judge(image: typeof on, userData?: Parameters<typeof bodyOf>[1], changes = {}) {
  const { rules, findings } = evaluate(bodyOf({ ...goodFacts, 'test.settings': image }, userData), loadSample(changes));
  const { verdict, imageVerdict, decided } = rules.find(({ id }) => id === 'base:a/u')!;
  return { verdict, imageVerdict, decided, finding: findings.find(({ ruleId }) => ruleId === 'base:a/u')!.verdict };
}

describe('a rule that user data can decide', () => {
  it.each([
    ['without user data', off, undefined, { verdict: 'fail', imageVerdict: 'fail', decided: 'image', finding: 'fail' }],
    ['user data that mend it', off, { 'test.settings': on }, { verdict: 'pass', imageVerdict: 'fail', decided: 'user-data', finding: 'pass' }],
    ['user data that break it', on, { 'test.settings': off }, { verdict: 'fail', imageVerdict: 'pass', decided: 'user-data', finding: 'fail' }],
    [
      'user data that change other facts',
      off,
      { 'test.flags': present({ a: false, n: 0, word: '' }) },
      { verdict: 'fail', imageVerdict: 'fail', decided: 'image', finding: 'fail' },
    ],
    [
      'user data that cannot be read',
      on,
      { 'test.settings': { state: 'unreadable', error: { kind: 'format', structure: 's', message: 'm' } } },
      { verdict: 'unknown', imageVerdict: 'pass', decided: 'user-data', finding: 'unknown' },
    ],
  ] as const)('%s', (_, image, userData, expected) => {
    expect(judge(image, userData)).toEqual(expected);
  });

  it('evidence that user data change names them', () => {
    const { findings } = evaluate(bodyOf({ ...goodFacts, 'test.settings': on }, { 'test.settings': off }), loadSample());
    const evidence = findings.flatMap((finding) => finding.evidence);
    expect(evidence.filter(({ fact }) => fact === 'test.settings')).toEqual([
      { fact: 'test.settings', path: 'on', value: false, sources: [], userData: { path: 'user-data.toml', sha256: '0'.repeat(64) } },
    ]);
    expect(evidence.filter(({ fact, userData }) => fact === 'test.flags' && userData !== undefined)).toEqual([]);
  });

  it('a rule of the image alone is not asked again', () => {
    const changes = { 'base/rules/a/u.yaml': ruleText({ facts: '{ f: test.settings }', assert: 'f.on' }) };
    expect(judge(off, { 'test.settings': on }, changes)).toEqual({ verdict: 'fail', imageVerdict: 'fail', decided: 'image', finding: 'fail' });
  });
});

describe('rows, parameters and selections', () => {
  const run = (facts: object, selection = {}) =>
    evaluate(bodyOf({ ...goodFacts, 'test.flags': present({ a: true, n: 4, word: 'zwei', ...facts }) }), loadSample(), {
      mode: 'release',
      selection: { ...everything, ...selection },
    });

  it('a row is judged on its own values and shows them', () => {
    const { findings } = run({});
    expect(findings.find(({ ruleId }) => ruleId === 'base:words/one')).toMatchObject({ verdict: 'fail', title: 'zwei instead of uno, not ' });
    expect(findings.find(({ ruleId }) => ruleId === 'base:words/two')).toMatchObject({ verdict: 'pass', title: 'Two, deux, zwei' });
  });

  it('a parameter has its default, or what the tailoring says', () => {
    expect(run({}).findings.find(({ ruleId }) => ruleId === 'base:a/p')).toMatchObject({ verdict: 'fail', title: '4 of 3' });
    expect(run({}, { parameters: { base: { most: 4 } } }).findings.find(({ ruleId }) => ruleId === 'base:a/p')).toMatchObject({ verdict: 'pass' });
  });

  it('judges what the selection selects, and counts nothing else', () => {
    const { rules, counts } = run({}, { rules: new Set(['base:a/b', 'base:a/p']), deselectedRules: new Map([['base:a/b', 'r']]) });
    expect(rules.map(({ id }) => id)).toEqual(['base:a/p']);
    expect(counts).toEqual({ pass: 0, fail: 1, unknown: 0, 'not-applicable': 0 });
  });

  it('another severity moves the number into its band and names the old one', () => {
    const { rules } = run({}, { severities: new Map([['base:a/b', 'low']]) });
    expect(rules.find(({ id }) => id === 'base:a/b')).toMatchObject({ severity: 'low', securitySeverity: 3.9, packSeverity: 'high' });
  });
});
