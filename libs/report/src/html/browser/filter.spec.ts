import { describe, expect, test } from 'vitest';
import { everything, type Filter, formatFragment, matches, parseFragment } from './filter.ts';

const setuid = { severity: 'high', pack: 'baseline', state: 'fail', text: 'baseline:files/setuid only listed programs are setuid /usr/bin/sudo' };

describe('a filter', () => {
  test.each<[name: string, filter: Partial<Filter>, matched: boolean]>([
    ['nothing asked', {}, true],
    ['a word of the id', { query: 'Files/SETUID' }, true],
    ['words in another order', { query: 'sudo  listed' }, true],
    ['one word that is not there', { query: 'sudo mount' }, false],
    ['its state', { states: ['pass', 'fail'] }, true],
    ['another state', { states: ['pass'] }, false],
    ['another severity', { severities: ['low'] }, false],
    ['its pack', { pack: 'baseline' }, true],
    ['another pack', { pack: 'framework' }, false],
    ['no state at all', { states: ['none'] }, false],
  ])('%s', (_name, filter, matched) => {
    expect(matches({ ...everything, ...filter }, setuid)).toBe(matched);
  });
});

describe('a filter in the address', () => {
  test.each<[fragment: string, filter: Partial<Filter>]>([
    ['', {}],
    ['#/q=a+b%26%23c', { query: 'a b&#c' }],
    [
      '#/state=fail%2Cunknown&severity=high&pack=baseline&group=area&sort=count',
      { states: ['fail', 'unknown'], severities: ['high'], pack: 'baseline', group: 'area', sort: 'count' },
    ],
  ])('%s', (fragment, filter) => {
    expect(formatFragment({ ...everything, ...filter })).toBe(fragment);
    if (fragment !== '') expect(parseFragment(fragment)).toEqual({ ...everything, ...filter });
  });

  test('ids are no filter, and words that it does not know are left out', () => {
    expect(parseFragment('#rule-baseline-files-setuid')).toBeUndefined();
    expect(parseFragment('#/group=colour&sort=')).toEqual(everything);
  });
});
