import { UnsupportedError } from '@staticfire/read/bytes';
import { describe, expect, it } from 'vitest';
import { literalPath, stemOf } from './spec-stem.ts';

const PLACE = { structure: 'fc', field: 'line 3' };

describe('literalPath', () => {
  it.each([
    ['/usr/bin/mount', '/usr/bin/mount'],
    ['/lost\\+found', '/lost+found'],
    ['/\\.\\^\\$\\?\\*\\+\\|\\[\\(\\{\\]\\)\\}\\-\\_\\,', '/.^$?*+|[({])}-_,'],
    ['/a.b', undefined],
    ['/a(b', undefined],
    ['/a\\.b*', undefined],
    ['/a.\\d', undefined],
  ])('%s', (regex, literal) => {
    expect(literalPath(regex, PLACE)).toBe(literal);
  });

  it.each(['/a\\d', '/a\\/', '/a]', '/a}', '/a)', '/a\\'])('versions of libselinux disagree on %s', (regex) => {
    expect(() => literalPath(regex, PLACE)).toThrow(UnsupportedError);
    expect(() => literalPath(regex, PLACE)).toThrow(/^fc, line 3: /);
  });
});

describe('stemOf', () => {
  it.each([
    ['/usr/a|b', '', '/usr/'],
    ['/usr/*x', '/usr', '/usr/'],
    ['/.*/usr/bin', '/', ''],
    ['/a?quota', '/', ''],
    ['/usr/lib/a.*', '/usr/lib/a', '/usr/'],
    ['/a\\.b/c.*', '/a.b/c', ''],
    ['HOME_DIR/bin/.*', 'HOME_DIR/bin/', ''],
  ])('%s with the prefix %s: %s', (regex, prefix, stem) => {
    expect(stemOf(regex, prefix, PLACE)).toBe(stem);
  });

  it.each([
    ['a second component', '/usr/lib/a|b', ''],
    ['a slash that may be missing', '/usr/lib/*x', '/usr/lib'],
    ['an escape in the first component', '/u\\_x/a.*', '/u_x/a'],
  ])('versions of libselinux disagree on %s', (_, regex, prefix) => {
    expect(() => stemOf(regex, prefix, PLACE)).toThrow(UnsupportedError);
  });
});
