import { boolean, declareFact, type Fact, type FactState, type FactsBody, integer, list, object, string } from '@staticfire/facts';
import { describe, expect, it } from 'vitest';
import { loadPacks } from '../packs/index.ts';
import { evaluate } from './evaluate.ts';

const CATALOGUE = [
  declareFact({ name: 'test.flags', summary: '', scope: 'disk', schema: object({ a: boolean(''), n: integer('') }) }),
  declareFact({ name: 'test.other', summary: '', scope: 'bank', schema: object({ b: boolean('') }) }),
  declareFact({ name: 'test.files', summary: '', scope: 'bank', schema: object({ files: list(object({ path: string(''), bad: boolean('') }), '') }) }),
];
const UNREADABLE = { kind: 'format', structure: 's', message: 'damaged' } as const;
const ALL_CASES =
  'cases: [{ name: a, expect: pass }, { name: b, expect: fail }, { name: c, given: { FACT: { $unreadable: x } }, expect: unknown }, { name: d, given: { FACT: { $absent: true } }, expect: WHEN }]';

function packOf(lines: Readonly<Record<string, string>>) {
  const whenAbsent = lines['whenAbsent'] ?? 'unknown';
  const variable = /\{ (\w+):/.exec(lines['facts']!)![1]!;
  const rule = {
    title: 'holds',
    failTitle: 'fails',
    severity: 'high',
    securitySeverity: '7.0',
    rationale: 'r',
    remediation: 'r',
    references: '{}',
    whenAbsent,
    ...lines,
  };
  const text = `${Object.entries(rule)
    .map(([key, value]) => `${key}: ${value.startsWith('!') ? `'${value}'` : value}`)
    .join('\n')}\n${ALL_CASES.replace('WHEN', whenAbsent).replaceAll('FACT', variable)}`;
  const pack = 'id: p\nversion: 1.0.0\ntitle: P\nsource: s\nlicence: l\neras: all';
  return loadPacks(
    [
      { path: 'policies/p/pack.yaml', text: pack },
      { path: 'policies/p/rules/a/b.yaml', text },
    ],
    CATALOGUE,
  );
}

const present = (value: unknown): FactState => ({ state: 'present', value });
const absent: FactState = { state: 'absent' };
const damaged: FactState = { state: 'unreadable', error: UNREADABLE };

function bodyOf(facts: Readonly<Record<string, FactState>>): FactsBody {
  const list = Object.entries(facts).map(([name, state]): Fact => ({ name, ...(name === 'test.flags' ? {} : { bank: 'A' as const }), ...state, sources: [] }));
  return { judgedBank: 'A', facts: list };
}

const BOTH = { facts: '{ f: test.flags, o: test.other }' };

describe('evaluate', () => {
  it.each([
    ['and: a false side decides', 'f.a && o.b', present({ a: false, n: 1 }), damaged, 'fail'],
    ['and: a true side does not', 'f.a && o.b', present({ a: true, n: 1 }), damaged, 'unknown'],
    ['and, the other way round', 'o.b && f.a', present({ a: false, n: 1 }), damaged, 'fail'],
    ['or: a true side decides', 'o.b || f.a', present({ a: true, n: 1 }), damaged, 'pass'],
    ['or: a false side does not', 'f.a || o.b', present({ a: false, n: 1 }), damaged, 'unknown'],
    ['not: unknown stays unknown', '!(o.b) && f.a', present({ a: true, n: 1 }), damaged, 'unknown'],
    ['both readable', 'f.a && o.b', present({ a: true, n: 1 }), present({ b: true }), 'pass'],
    ['absent beside readable', 'f.a && o.b', absent, present({ b: true }), 'unknown'],
  ] as const)('%s', (_, assert, flags, other, verdict) => {
    const { rules } = evaluate(bodyOf({ 'test.flags': flags, 'test.other': other }), packOf({ ...BOTH, assert }));
    expect(rules[0]?.verdict).toBe(verdict);
  });

  it.each([
    ['fail', damaged, 'fail'],
    ['pass', damaged, 'unknown'],
    ['not-applicable', damaged, 'unknown'],
    ['pass', present({ b: true }), 'pass'],
    ['not-applicable', present({ b: true }), 'not-applicable'],
  ] as const)('an absent fact that means %s, beside other evidence', (whenAbsent, other, verdict) => {
    const { rules } = evaluate(bodyOf({ 'test.flags': absent, 'test.other': other }), packOf({ ...BOTH, whenAbsent, assert: 'f.a && o.b' }));
    expect(rules[0]?.verdict).toBe(verdict);
  });

  it.each([
    ['the fact that tells whether the rule applies is absent', absent, present({ b: true }), 'fail'],
    ['that fact is damaged', damaged, absent, 'unknown'],
    ['it applies, and another fact is absent', present({ a: true, n: 1 }), absent, 'fail'],
    ['it does not apply, and another fact is absent', present({ a: false, n: 1 }), absent, 'not-applicable'],
  ] as const)('appliesWhen: %s', (_, flags, other, verdict) => {
    const pack = packOf({ ...BOTH, whenAbsent: 'fail', appliesWhen: 'f.a', assert: 'o.b' });
    expect(evaluate(bodyOf({ 'test.flags': flags, 'test.other': other }), pack).rules[0]?.verdict).toBe(verdict);
  });

  it('a bank fact without a bank that boots is unknown, whatever absent means', () => {
    const { facts } = bodyOf({ 'test.flags': present({ a: true, n: 1 }) });
    const { rules, findings } = evaluate({ facts }, packOf({ facts: '{ o: test.other }', whenAbsent: 'pass', assert: 'o.b' }));
    expect(rules[0]?.verdict).toBe('unknown');
    expect(findings[0]?.reason).toContain('no bank of the image can boot');
  });

  const EACH = { facts: '{ x: test.files }', forEach: 'x.files', as: 'file', subject: 'file.path', assert: '!file.bad', failTitle: '"{file.path} is bad"' };
  const good = { path: '/good', bad: false };
  const bad = { path: '/bad', bad: true };
  const lost = { $unreadable: UNREADABLE };

  it.each([
    ['nothing at all', [], 'pass', ['pass:']],
    ['only good ones', [good], 'pass', ['pass:']],
    ['a bad one', [good, bad], 'fail', ['fail:/bad']],
    ['an unreadable one', [good, lost], 'unknown', ['unknown:']],
    ['a bad and an unreadable one', [lost, bad], 'fail', ['unknown:', 'fail:/bad']],
    ['a bad one listed twice', [bad, bad], 'fail', ['fail:/bad']],
  ] as const)('forEach over %s', (_, files, verdict, expected) => {
    const { rules, findings } = evaluate(bodyOf({ 'test.files': present({ files }) }), packOf(EACH));
    expect(rules[0]?.verdict).toBe(verdict);
    expect(findings.map((finding) => `${finding.verdict}:${finding.subject ?? ''}`)).toEqual(expected);
  });

  it('exists over a list with an unreadable element can only find, never rule out', () => {
    const facts = '{ x: test.files }';
    const run = (assert: string, files: readonly object[]) =>
      evaluate(bodyOf({ 'test.files': present({ files }) }), packOf({ facts, assert })).rules[0]?.verdict;
    expect(run('!x.files.exists(y, y.bad)', [good, lost])).toBe('unknown');
    expect(run('!x.files.exists(y, y.bad)', [lost, bad])).toBe('fail');
    expect(run('x.files.all(y, !y.bad)', [bad, lost])).toBe('fail');
  });

  it('fills values into the title of a failure', () => {
    const pack = packOf({ facts: '{ f: test.flags }', assert: 'f.a', failTitle: '"a is {f.a}, n is {f.n} {{really}}"' });
    expect(evaluate(bodyOf({ 'test.flags': present({ a: false, n: 7 }) }), pack).findings[0]?.title).toBe('a is false, n is 7 {really}');
  });

  it('reports a runtime error of the expression as a bug of the rule, and the verdict as unknown', () => {
    const pack = packOf({ facts: '{ f: test.flags }', assert: '1 / f.n == 1' });
    const { rules, ruleErrors } = evaluate(bodyOf({ 'test.flags': present({ a: true, n: 0 }) }), pack);
    expect(rules[0]?.verdict).toBe('unknown');
    expect(ruleErrors).toEqual([{ ruleId: 'p:a/b', message: expect.stringMatching(/zero/) }]);
  });

  it('ends an expression that takes too many steps, also when || would hide it', () => {
    const files = Array.from({ length: 2000 }, (_, index) => ({ path: `/${index}`, bad: false }));
    const pack = packOf({ facts: '{ x: test.files }', assert: 'x.files.exists(a, x.files.exists(b, a.path == b.path + "no")) || true' });
    const { rules, ruleErrors } = evaluate(bodyOf({ 'test.files': present({ files }) }), pack);
    expect(rules[0]?.verdict).toBe('unknown');
    expect(ruleErrors[0]?.message).toContain('steps');
  });

  it('appliesWhen decides before absence does', () => {
    const pack = packOf({ facts: '{ f: test.flags }', appliesWhen: 'mode == "release"', assert: 'f.a' });
    const body = bodyOf({ 'test.flags': present({ a: false, n: 0 }) });
    expect(evaluate(body, pack, { mode: 'release' }).rules[0]?.verdict).toBe('fail');
    expect(evaluate(body, pack, { mode: 'node' }).rules[0]?.verdict).toBe('not-applicable');
  });

  it.each([
    ['the day before', '2026-11-25', 'pass'],
    ['the same day', '2026-11-26', 'pass'],
    ['the day after', '2026-11-27', 'fail'],
    ['a day that is not known', undefined, 'unknown'],
  ])('holds times against the day: %s', (_, today, verdict) => {
    const pack = packOf({ facts: '{ f: test.flags }', assert: '!f.a || "2026-11-26T00:00:00Z" >= today' });
    const verdictOf = (a: boolean) => evaluate(bodyOf({ 'test.flags': present({ a, n: 0 }) }), pack, { mode: 'release', today }).rules[0]?.verdict;
    expect([verdictOf(true), verdictOf(false)]).toEqual([verdict, 'pass']);
  });

  it('gives a finding the same fingerprint whatever its message says', () => {
    const run = (n: number) =>
      evaluate(bodyOf({ 'test.flags': present({ a: false, n }) }), packOf({ facts: '{ f: test.flags }', assert: 'f.a', failTitle: '"n {f.n}"' })).findings[0];
    expect(run(1)?.fingerprint).toBe(run(2)?.fingerprint);
    expect(run(1)?.title).not.toBe(run(2)?.title);
  });

  it('shows the values that the verdict rests on', () => {
    const { findings } = evaluate(bodyOf({ 'test.flags': present({ a: true, n: 3 }) }), packOf({ facts: '{ f: test.flags }', assert: 'f.a && f.n == 3' }));
    expect(findings[0]?.evidence).toEqual([
      { fact: 'test.flags', path: 'a', value: true, sources: [] },
      { fact: 'test.flags', path: 'n', value: 3, sources: [] },
    ]);
  });
});
