import { parseSelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { smallPolicy, writePolicy } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { decideAssertion, type LabelData, MissingEvidenceError } from '../index.ts';
import type { LabelsAssertion } from './labels.ts';

const policy = parseSelinuxPolicy(writePolicy(smallPolicy));
const OBJECT = 'someone:object_r:object_t:s0';
const OTHER = 'someone:object_r:subject_t:s0';
const unreadable = { $unreadable: { kind: 'format', message: 'it is damaged' } };

const missing = { path: '/var/lib/a', kind: 'missing', expected: OBJECT, table: '/etc/t', tableLine: 3 } as const;
const different = { path: '/usr/bin/b', kind: 'different', expected: OBJECT, found: OTHER } as const;
const unexpected = { path: '/etc/c', kind: 'unexpected', found: OTHER, table: '/etc/t', tableLine: 9 } as const;
const invalid = { path: '/usr/d', kind: 'invalid', expected: OBJECT, found: 'x' } as const;
const all = [missing, different, unexpected, invalid];

const decide = (differences: LabelData['differences'], more: Partial<LabelData> = {}, options: Partial<LabelsAssertion> = {}) =>
  decideAssertion(policy, { assert: 'labels', ...options }, { labels: { differences, omitted: [], ...more } });
const subjects = (...args: Parameters<typeof decide>) => decide(...args).violations.map(({ subject }) => subject);

describe('labels', () => {
  it('holds when nothing differs', () => {
    expect(decide([])).toEqual({ holds: true, violations: [], total: 0 });
  });

  it('tells what is there, what is expected and by which line', () => {
    expect(decide(all).violations).toEqual([
      { subject: '/etc/c', message: `it is ${OTHER}, no label is expected, by /etc/t:9`, rules: [] },
      { subject: '/usr/bin/b', message: `it is ${OTHER}, ${OBJECT} is expected`, rules: [] },
      { subject: '/usr/d', message: 'it is x, which the policy does not know', rules: [] },
      { subject: '/var/lib/a', message: `it has no label, ${OBJECT} is expected, by /etc/t:3`, rules: [] },
    ]);
  });

  it.each<[LabelsAssertion['kinds'], readonly string[]]>([
    [['invalid'], ['/usr/d']],
    [
      ['missing', 'different'],
      ['/usr/bin/b', '/var/lib/a'],
    ],
    [['unexpected'], ['/etc/c']],
  ])('looks at some kinds: %j', (kinds = [], paths) => {
    expect(subjects(all, { omitted: [{ directory: '/x', kind: kinds[0] === 'invalid' ? 'missing' : 'invalid', count: 3 }] }, { kinds })).toEqual(paths);
  });

  it.each([['/var'], ['/var/'], ['/var/lib/a'], ['/']])('files below %s may have no label, but not a wrong one', (path) => {
    const wrong = { ...invalid, path: '/var/lib/d' };
    expect(subjects([missing, wrong], { omitted: [{ directory: '/var/lib/a', kind: 'missing', count: 2 }] }, { unlabelled: [path] })).toEqual(['/var/lib/d']);
  });

  it.each(['/va', '/var/lib/a/b', '/var/lib/aa'])('%s is no place of /var/lib/a', (path) => {
    expect(subjects([missing], {}, { unlabelled: [path] })).toEqual(['/var/lib/a']);
  });

  it('counts those that are not listed', () => {
    const omitted = [{ directory: '/var/lib', kind: 'missing', count: 7 } as const];
    expect(decide([missing], { omitted })).toMatchObject({
      total: 8,
      violations: [{ subject: '/var/lib', message: '7 more files in it have a wrong label: missing' }, { subject: '/var/lib/a' }],
    });
    const some = decide([missing], { omitted }, { unlabelled: ['/var/lib/a', '/var/lib/b', '/var/lib/c/d'] });
    expect(some).toMatchObject({ total: 5, violations: [{ message: 'at least 5 more files in it have a wrong label: missing' }] });
  });

  describe('never holds when a part of the labels is not known', () => {
    it.each<[string, LabelData['differences'], Partial<LabelData>, Partial<LabelsAssertion>]>([
      ['a file that could not be read', [], { unreadable: 1 }, {}],
      ['the same in the list', [unreadable], { unreadable: 1 }, {}],
      ['a list that was cut short', [unreadable], {}, {}],
      ['folders that are not told', [], { omitted: [unreadable] }, {}],
      ['whatever the kinds are', [different], { unreadable: 1 }, { kinds: ['missing'] }],
      ['files that may or may not be exempt', [], { omitted: [{ directory: '/', kind: 'missing', count: 1 }] }, { unlabelled: ['/a'] }],
    ])('%s', (_, differences, more, options) => {
      expect(() => decide(differences, more, options)).toThrow(MissingEvidenceError);
    });

    it('but is violated by what is known', () => {
      expect(subjects([unreadable, different], { unreadable: 1, omitted: [unreadable] })).toEqual(['/usr/bin/b']);
    });
  });
});
