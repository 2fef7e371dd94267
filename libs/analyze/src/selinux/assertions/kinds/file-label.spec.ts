import { parseSelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { smallPolicy, writePolicy } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { UnknownSymbolError } from '../../index.ts';
import { type AssertionData, decideAssertion, EmptyAssertionError, MissingEvidenceError } from '../index.ts';
import type { FileLabelAssertion } from './file-label.ts';

/** Types object_t and subject_t, which has the alias subject; both have the attribute group. */
const policy = parseSelinuxPolicy(writePolicy(smallPolicy));
const OBJECT = 'someone:object_r:object_t:s0';
const SUBJECT = 'someone:object_r:subject_t:s0';
const unreadable = { $unreadable: { kind: 'limit' } };

const executables: AssertionData['executables'] = [
  { label: OBJECT, paths: ['/usr/bin/a', '/usr/bin/b', '/usr/libexec/x/run'] },
  { label: SUBJECT, paths: ['/usr/bin/runc', '/usr/bin/runc-shim'] },
  { paths: ['/opt/tool'] },
  { label: 'someone:object_r:gone_t:s0', paths: ['/opt/gone'] },
  { label: 'someone:worker:object_t:s0', paths: ['/opt/wrong'] },
];

const decide = (paths: FileLabelAssertion['paths'], files = executables, options: Partial<FileLabelAssertion> = {}) =>
  decideAssertion(policy, { assert: 'file_label', paths, ...options }, { executables: files! });
const violations = (...args: Parameters<typeof decide>) => decide(...args).violations.map(({ subject, message }) => `${subject}: ${message}`);

describe('file_label', () => {
  it.each<FileLabelAssertion['paths']>([
    { '/usr/bin/a': 'object_t' },
    { '/usr/bin/runc*': 'subject_t', '/usr/libexec/**': 'object_t' },
    { '/usr/bin/runc*': 'subject' },
    { '/usr/**': ['object_t', 'subject'] },
    { '/usr/**': 'group' },
    { '/usr/bin/?': '*', '/usr/bin/a': ['group', '-subject_t'] },
  ])('holds: %j', (paths) => {
    expect(decide(paths, executables, { missing: 'ok' })).toEqual({ holds: true, violations: [], total: 0 });
  });

  it.each<[FileLabelAssertion['paths'], readonly string[]]>([
    [{ '/usr/bin/*': 'subject_t' }, [`/usr/bin/a: it is ${OBJECT}, subject_t is expected`, `/usr/bin/b: it is ${OBJECT}, subject_t is expected`]],
    [{ '/opt/tool': ['object_t', 'subject_t'] }, ['/opt/tool: it has no label, object_t subject_t is expected']],
    [
      { '/opt/gone': 'group' },
      ['/opt/gone: it is someone:object_r:gone_t:s0, which the policy does not take (the policy has no type "gone_t"), group is expected'],
    ],
    [{ '/opt/wrong': '*' }, [expect.stringContaining('its role does not have its type')]],
    [{ '/usr/bin/a': 'object_t', '/usr/bin/c*': 'object_t' }, ['/usr/bin/c*: no file is there']],
  ])('is violated: %j', (paths, messages) => {
    expect(violations(paths)).toEqual(messages);
  });

  it('with missing: ok a path may have no file, but a type has to be known', () => {
    expect(decide({ '/usr/bin/c*': 'object_t' }, executables, { missing: 'ok' }).holds).toBe(true);
    expect(() => decide({ '/usr/bin/a': 'objekt_t' })).toThrow(UnknownSymbolError);
    expect(() => decide({ '/usr/bin/a': 'objekt_t' }, executables, { missing: 'ok' })).toThrow(EmptyAssertionError);
    expect(() => decide({})).toThrow(EmptyAssertionError);
  });

  describe('when not all is known', () => {
    const groups = [...executables, unreadable];

    it.each([
      [{ '/usr/bin/a': 'object_t' }, groups],
      [{ '/usr/bin/c': 'object_t' }, groups],
    ])('never holds, and what seems not to be there may be: %j', (wanted, files) => {
      expect(() => decide(wanted, files)).toThrow(MissingEvidenceError);
    });

    it('is violated by what is known', () => {
      expect(violations({ '/usr/bin/a': 'subject_t', '/usr/bin/c': 'subject_t' }, groups)).toEqual([`/usr/bin/a: it is ${OBJECT}, subject_t is expected`]);
    });
  });
});
