import { describe, expect, it } from 'vitest';
import { loadSample, ruleText } from '../fixtures/sample-packs.ts';
import { runCases } from './run-cases.ts';

const given = '{ f: { a: true, n: 1, word: x } }';
const cases = (first: string) =>
  `[${first}, { name: fails, given: { f: { a: false, n: 1, word: x } }, expect: fail }, { name: unreadable, given: { f: { $unreadable: x } }, expect: unknown }, { name: absent, given: { f: { $absent: true } }, expect: fail }, { name: passes, given: ${given}, expect: pass }]`;

function failuresOf(first: string, rule = 'base:a/b') {
  const packs = loadSample({ 'base/rules/a/b.yaml': ruleText({ cases: cases(first) }) });
  return runCases(packs, (id) => id === rule);
}

describe('runCases', () => {
  it('counts rules and cases, and has nothing to say of those that come out', () => {
    expect(failuresOf(`{ name: good, given: ${given}, expect: pass }`)).toEqual({ rules: 1, cases: 5, failures: [] });
  });

  it('tells expected and got, and what the rule found', () => {
    expect(failuresOf('{ name: bad, given: { f: { a: false, n: 1, word: x } }, expect: pass }').failures).toEqual([
      {
        ruleId: 'base:a/b',
        name: 'bad',
        expected: 'pass',
        got: 'fail',
        problems: ['expected pass, got fail'],
        findings: [{ title: 'It does not hold' }],
      },
    ]);
  });

  it('tells why a verdict is unknown, and subjects that differ', () => {
    const unreadable = failuresOf('{ name: bad, given: { f: { $unreadable: torn page } }, expect: pass }').failures[0];
    expect(unreadable).toMatchObject({ got: 'unknown', findings: [{ title: 'It holds', reason: 'torn page' }] });
    const subjects = failuresOf(`{ name: bad, given: ${given}, expect: pass, subjects: [one] }`).failures[0];
    expect(subjects?.problems).toEqual(['expected to fail for one, fails for nothing']);
  });

  it.each([
    ['a value of a wrong type', '{ f: { a: 1, n: 1, word: x } }', 'given test.flags/a must be boolean'],
    ['a value that is not whole', '{ f: { a: true, n: 1 } }', 'given test.flags must have word'],
    ['a field that no image has', '{ f: { a: true, n: 1, word: x, b: 1 } }', 'given test.flags/b is not known here'],
    ['no value at all', '{}', 'samples.yaml has no test.flags, neither here nor in a required pack'],
  ])('holds given values against the schemas of facts: %s', (_, value, problem) => {
    const [failure] = failuresOf(`{ name: bad, given: ${value}, expect: pass }`).failures;
    expect(failure).toMatchObject({ problems: [problem], findings: [] });
    expect(failure).not.toHaveProperty('got');
  });
});
