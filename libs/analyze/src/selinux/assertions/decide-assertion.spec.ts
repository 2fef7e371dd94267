import { parseSelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { domainsPolicy } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { InvalidContextError } from '../contexts/index.ts';
import { UnknownSymbolError } from '../index.ts';
import { type AssertionData, decideAssertion, EmptyAssertionError, MissingDataError, type PolicyAssertion } from './index.ts';

/** `domains` are start, middle and last. */
const policy = parseSelinuxPolicy(
  domainsPolicy(`
allow domains content:file read getattr
allow start content:file write
allow start program:file execute
transition start program last
`),
);
const never = { assert: 'never', source: ['start'], target: ['content'], access: { file: ['write'] } } as const;
const decide = (assertion: PolicyAssertion, data?: AssertionData) => decideAssertion(policy, assertion, data);
const caught = (work: () => unknown) => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};

describe('names', () => {
  it.each([
    [{ source: ['domains'] }, ['start']],
    [{ source: ['domains', '-start'] }, []],
    [{ source: ['-start', 'domains'] }, []],
    [{ source: ['*', '-domains'] }, []],
    [{ access: { file: ['*', '-write'] } }, ['start']],
    [{ access: { file: 'read' }, source: ['*'] }, ['last', 'middle', 'start']],
    [{ access: { file: 'read' }, source: ['*'], exempt: [{ source: ['domains', '-last'], target: ['*'] }] }, ['last']],
  ] as const)('%j', (change, sources) => {
    expect(decide({ ...never, ...change }).violations.map(({ source }) => source)).toEqual(sources);
  });

  it('that the policy does not define are an error with those that may have been meant', () => {
    const error = caught(() => decide({ ...never, source: ['strat'] }));
    expect(error).toBeInstanceOf(UnknownSymbolError);
    expect(error).toMatchObject({ kind: 'type or attribute', symbol: 'strat', candidates: ['start', 'middle', 'last', 'program', 'content', 'domains'] });
  });

  it.each([
    { ...never, source: ['start', 'gone'] },
    { ...never, source: ['start', '-gone'] },
    { ...never, access: { file: ['write', 'gone'] } },
    { ...never, access: { file: ['write'], gone: ['write'] } },
    { ...never, access: { file: ['write', '-gone'] } },
    { ...never, access: { maps: ['gone', 'change'] } },
  ] as const)('unknown ones are passed over with missing: ok in %j', (assertion) => {
    const data = { classMaps: { maps: { change: { file: ['write'] } } } };
    expect(caught(() => decide(assertion, data))).toBeInstanceOf(UnknownSymbolError);
    expect(decide({ ...assertion, missing: 'ok' }, data).total).toBe(1);
  });

  it('of class maps stand for permissions of several classes', () => {
    const classMaps = { all: { change: { file: ['write'], process: ['ptrace'] }, look: { file: ['read'] } } };
    const verdict = decide({ ...never, access: { all: ['change', 'look'] } }, { classMaps });
    expect(verdict.violations).toEqual([
      {
        subject: 'start content:file',
        message: '{ read write } is allowed',
        source: 'start',
        target: 'content',
        class: 'file',
        permissions: ['read', 'write'],
        rules: ['allow domains content:file { getattr read };', 'allow start content:file write;'],
      },
    ]);
    expect(caught(() => decide({ ...never, access: { file: 'look' } }, { classMaps: { file: { look: { file: ['read'] } } } }))).toBeInstanceOf(
      EmptyAssertionError,
    );
  });
});

describe('an assertion that says nothing is an error', () => {
  it.each([
    { ...never, source: [] },
    { ...never, source: ['start', '-domains'] },
    { ...never, target: ['-start'] },
    { ...never, source: ['gone'], missing: 'ok' },
    { ...never, access: {} },
    { ...never, access: { file: ['write', '-write'] } },
    { assert: 'only', source: {}, target: ['content'], access: { file: 'read' } },
    { assert: 'only', source: { at_least: [] }, target: ['content'], access: { file: 'read' } },
    { assert: 'property' },
    { assert: 'level', source: 'a', target: 'b' },
    { assert: 'transitions' },
    { assert: 'context', of: {}, is: 'x' },
    { assert: 'type_transition', source: ['start'], target: ['program'], default: 'gone', missing: 'ok' },
    { assert: 'allow_rules' },
    { assert: 'role_allows', exempt_source: ['worker'] },
    { assert: 'kernel_classes', classes: {} },
    { assert: 'flow_none', from: ['gone'], to: ['content'], missing: 'ok' },
    { assert: 'flow_none', from: ['start'], to: ['content'], classes: ['gone'], missing: 'ok' },
  ] as readonly PolicyAssertion[])('%j', (assertion) => {
    expect(caught(() => decide(assertion))).toBeInstanceOf(EmptyAssertionError);
  });

  it('unless that is allowed', () => {
    expect(decide({ ...never, source: ['gone'], missing: 'ok', empty: 'ok' }).holds).toBe(true);
    expect(decide({ assert: 'neverallows_hold', empty: 'ok' }, { neverallows: [] }).holds).toBe(true);
    expect(caught(() => decide({ assert: 'neverallows_hold' }, { neverallows: [] }))).toBeInstanceOf(EmptyAssertionError);
    expect(decide({ assert: 'modules_match', empty: 'ok' }, { modules: [] }).holds).toBe(true);
    expect(caught(() => decide({ assert: 'modules_match' }, { modules: [] }))).toBeInstanceOf(EmptyAssertionError);
  });

  it('but nobody is a set for who may', () => {
    const access = { file: 'execute' };
    expect(decide({ assert: 'only', source: { exactly: [] }, target: ['content'], access }).holds).toBe(true);
    expect(decide({ assert: 'only', source: { exactly: [] }, target: ['program'], access }).total).toBe(1);
  });
});

it.each([
  { assert: 'unchanged' },
  { assert: 'kernel_classes' },
  { assert: 'neverallows_hold' },
  { assert: 'modules_match' },
  { assert: 'labels' },
  { assert: 'file_label', paths: { '/usr/bin/runc': 'program' } },
] as const)('$assert without its data is an error', (assertion) => {
  expect(caught(() => decide(assertion))).toBeInstanceOf(MissingDataError);
});

it('lists 200 violations, sorted, and counts all', () => {
  const names = Array.from({ length: 300 }, (_, index) => `k${299 - index}`);
  const verdict = decide({ assert: 'kernel_classes' }, { kernelClasses: Object.fromEntries(names.map((name) => [name, ['x']])) });
  expect(verdict.total).toBe(300);
  expect(verdict.violations.map(({ subject }) => subject)).toEqual([...names].sort().slice(0, 200));
});

it('a context that no policy like this can have is an error, not a violation', () => {
  const context = { assert: 'context', of: { sid: 'kernel' }, missing: 'ok' } as const;
  expect(caught(() => decide({ ...context, is: 'nobody' }))).toBeInstanceOf(InvalidContextError);
});

it('an attribute that the compiler left out has no members when missing is ok', () => {
  const typeattr = { assert: 'typeattr', attribute: 'gone', missing: 'ok' } as const;
  expect(decide({ ...typeattr, members: { at_most: ['start'] } }).holds).toBe(true);
  expect(decide({ ...typeattr, members: { exactly: ['start'] } }).total).toBe(1);
  expect(caught(() => decide({ assert: 'typeattr', attribute: 'start', members: { exactly: [] } }))).toBeInstanceOf(UnknownSymbolError);
});
