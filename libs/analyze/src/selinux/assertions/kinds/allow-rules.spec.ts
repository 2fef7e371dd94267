import { parseSelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { domainsPolicy } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { UnknownSymbolError } from '../../index.ts';
import { decideAssertion, EmptyAssertionError } from '../index.ts';
import type { AllowRulesAssertion } from './allow-rules.ts';

/** `domains` are start, middle and last. */
const policy = parseSelinuxPolicy(
  domainsPolicy(`
allow domains content:file read getattr
allow start content:file write
allow start program:file execute
  allow middle content:file write
`),
);
const WRITES = { classes: ['file'], permissions: ['write'] };
const decide = (assertion: Omit<AllowRulesAssertion, 'assert'>) => decideAssertion(policy, { assert: 'allow_rules', ...assertion });
const subjects = (assertion: Omit<AllowRulesAssertion, 'assert'>) => decide(assertion).violations.map(({ subject }) => subject);

describe('allow_rules', () => {
  it.each<[string, Omit<AllowRulesAssertion, 'assert'>, readonly string[]]>([
    ['every rule that matches is wrong', WRITES, ['middle content:file', 'start content:file']],
    ['of the default branches alone', { ...WRITES, rules: 'default' }, ['start content:file']],
    ['less those of exempt sources', { ...WRITES, exempt_source: ['start'] }, ['middle content:file']],
    ['and of expected ones', { ...WRITES, exempt_source: ['start'], expect_source: ['middle'] }, []],
    ['and of exempt targets', { ...WRITES, exempt_target: ['content'] }, []],
    ['a rule about an attribute is right when all of its types are', { permissions: ['read'], exempt_source: ['start', 'middle'] }, ['domains content:file']],
    ['which a rule finds that asks for one of them', { source: 'last', exempt_source: ['last'] }, ['domains content:file']],
    ['all of its types', { source: 'last', exempt_source: ['domains'] }, []],
    ['all but some', { source: 'last', exempt_source: ['domains', '-middle'] }, ['domains content:file']],
    ['a source that is expected has to be seen', { target: 'program', exempt_source: ['start'], expect_source: ['last', 'start'] }, ['last']],
    ['and a target', { source: 'start', permissions: ['execute'], expect_target: ['program', 'content'] }, ['content']],
    ['nothing matches', { source: 'program' }, []],
  ])('%s', (_, assertion, expected) => {
    expect(subjects(assertion)).toEqual(expected);
  });

  it('tells the rule, and of an attribute the types that are too many', () => {
    expect(decide({ permissions: ['read'], exempt_source: ['start'] }).violations).toEqual([
      {
        subject: 'domains content:file',
        message: 'neither last, middle as source nor content as target is expected or exempt',
        target: 'content',
        class: 'file',
        permissions: ['getattr', 'read'],
        rules: ['allow domains content:file { getattr read };'],
      },
    ]);
  });

  it('only exemptions may be unknown, with missing: ok', () => {
    const unknown = { ...WRITES, exempt_source: ['domains', 'gone'] };
    expect(() => decide(unknown)).toThrow(UnknownSymbolError);
    expect(decide({ ...unknown, missing: 'ok' }).holds).toBe(true);
    for (const part of [{ source: 'gone' }, { classes: ['gone'] }, { permissions: ['gone'] }, { target: 'start', expect_target: ['gone'] }])
      expect(() => decide({ ...part, missing: 'ok' })).toThrow(UnknownSymbolError);
    expect(() => decide({ classes: ['process'], permissions: ['write'] })).toThrow(UnknownSymbolError);
  });

  it('roles: rule by rule, too', () => {
    const roles = (assertion: object) => decideAssertion(policy, { assert: 'role_allows', ...assertion });
    expect(roles({ source: 'worker' }).violations).toEqual([
      {
        subject: 'worker object_r',
        message: 'neither worker as source nor object_r as target is expected or exempt',
        source: 'worker',
        target: 'object_r',
        rules: ['allow worker object_r;'],
      },
    ]);
    expect(roles({ source: 'worker', exempt_target: ['object_r'] }).holds).toBe(true);
    expect(roles({ source: 'worker', expect_source: ['worker', 'object_r'] }).violations).toMatchObject([
      { subject: 'object_r', source: 'object_r', rules: [] },
    ]);
    expect(() => roles({ source: 'werker' })).toThrow(UnknownSymbolError);
    expect(() => roles({ source: 'worker', exempt_source: ['gone'] })).toThrow(UnknownSymbolError);
    expect(roles({ source: 'worker', exempt_source: ['worker', 'gone'], missing: 'ok' }).holds).toBe(true);
    expect(() => roles({})).toThrow(EmptyAssertionError);
  });
});
