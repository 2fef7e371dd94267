import { describe, expect, it } from 'vitest';
import { checkLabels } from './check-labels.ts';
import type { LabelAnswer } from './label-answer.ts';

const expects = (context: string): LabelAnswer => ({ kind: 'context', context, file: 'fc', line: 4 });
const NONE: LabelAnswer = { kind: 'none', file: 'fc', line: 9 };
const NO_MATCH: LabelAnswer = { kind: 'no-match' };
const entry = (label?: string | Uint8Array, path = '/a/b') => ({ path, type: 'file' as const, ...(label === undefined ? {} : { label }) });
const only = (label: string | Uint8Array | undefined, answer: LabelAnswer, knowledge = {}) => checkLabels([entry(label)], [answer], knowledge).differences;

describe('checkLabels', () => {
  it.each([
    ['the same text', 'u:r:t:s0', expects('u:r:t:s0')],
    ['with a NUL at its end', 'u:r:t:s0\0', expects('u:r:t:s0')],
    ['as bytes', Buffer.from('u:r:t:s0\0'), expects('u:r:t:s0')],
    ['no label where none is wanted', undefined, NONE],
    ['no label where nothing is said', undefined, NO_MATCH],
  ])('has nothing to say about %s', (_, label, answer) => {
    expect(checkLabels([entry(label)], [answer])).toEqual({ checked: 1, differing: 0, differences: [], omitted: [] });
  });

  it('tells what is expected and found, and the line that says so', () => {
    const place = { path: '/a/b', type: 'file', file: 'fc' };
    expect(only('u:r:x', expects('u:r:t'))).toEqual([{ ...place, kind: 'different', expected: 'u:r:t', found: 'u:r:x', line: 4 }]);
    expect(only(undefined, expects('u:r:t'))).toEqual([{ ...place, kind: 'missing', expected: 'u:r:t', line: 4 }]);
    expect(only('u:r:t', NONE)).toEqual([{ ...place, kind: 'unexpected', found: 'u:r:t', line: 9 }]);
    expect(only('u:r:t', NO_MATCH)).toEqual([{ path: '/a/b', type: 'file', kind: 'unexpected', found: 'u:r:t' }]);
  });

  it.each([
    ['two NULs', 'u:r:t\0\0', 'u:r:t\0'],
    ['an empty label', '', ''],
    ['other bytes', Uint8Array.of(0xff, 0x41), '\xffA'],
    ['another case', 'u:r:T', 'u:r:T'],
  ])('%s differs', (_, label, found) => {
    expect(only(label, expects('u:r:t'))).toMatchObject([{ kind: 'different', found }]);
  });

  it('aliases are resolved on both sides; the text stays as it is', () => {
    const canonical = (context: string) => context.replace('old_t', 'new_t');
    expect(only('u:r:old_t', expects('u:r:new_t'), { canonical })).toEqual([]);
    expect(only('u:r:new_t', expects('u:r:old_t'), { canonical })).toEqual([]);
    expect(only('u:r:old_t', expects('u:r:x_t'), { canonical })).toMatchObject([{ kind: 'different', expected: 'u:r:x_t', found: 'u:r:old_t' }]);
  });

  it('a label that the policy does not know is invalid, even if it is the expected one', () => {
    const isValid = (context: string) => context !== 'u:r:bad';
    expect(only('u:r:bad\0', expects('u:r:bad'), { isValid })).toMatchObject([{ kind: 'invalid', expected: 'u:r:bad', found: 'u:r:bad' }]);
    expect(only('u:r:bad', NONE, { isValid })).toMatchObject([{ kind: 'invalid', found: 'u:r:bad', line: 9 }]);
    expect(only('u:r:good', expects('u:r:good'), { isValid })).toEqual([]);
  });

  it('lists a few of each directory and kind, sorted, and counts the rest', () => {
    const paths = ['/b/4', '/b/1', '/b/3', '/b/2', '/1', '/2', '/3', '/b/c/1'];
    const entries = [...paths.map((path) => entry('u:r:x', path)), entry(undefined, '/b/5')];
    const { checked, differing, differences, omitted } = checkLabels(
      entries,
      entries.map(() => expects('u:r:t')),
      {},
      2,
    );
    expect([checked, differing]).toEqual([9, 9]);
    expect(differences.map(({ path, kind }) => `${path} ${kind}`)).toEqual([
      '/1 different',
      '/2 different',
      '/b/1 different',
      '/b/2 different',
      '/b/5 missing',
      '/b/c/1 different',
    ]);
    expect(omitted).toEqual([
      { directory: '/', kind: 'different', count: 1 },
      { directory: '/b', kind: 'different', count: 2 },
    ]);
  });

  it('wants an answer for each entry', () => {
    expect(() => checkLabels([entry('x')], [])).toThrow(RangeError);
  });
});
