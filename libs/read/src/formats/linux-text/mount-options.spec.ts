import { describe, expect, it } from 'vitest';
import { type MountOption, parseMountOptions } from './index.ts';

describe('parseMountOptions', () => {
  it.each<[string, string, readonly MountOption[]]>([
    ['names and values', 'nosuid,mode=0700,context=u:r:t:s0', [{ name: 'nosuid' }, { name: 'mode', value: '0700' }, { name: 'context', value: 'u:r:t:s0' }]],
    ['commas in quotes', 'a,context="u:r:t:s0:c1,c2",b', [{ name: 'a' }, { name: 'context', value: 'u:r:t:s0:c1,c2' }, { name: 'b' }]],
    ['commas without quotes', 'context=u:r:t:s0:c1,c2', [{ name: 'context', value: 'u:r:t:s0:c1' }, { name: 'c2' }]],
    ['a comma after a backslash', String.raw`lowerdir=/a\,b,c`, [{ name: 'lowerdir', value: String.raw`/a\,b` }, { name: 'c' }]],
    ['quotes that are not around the whole', 'a=b"c,d"', [{ name: 'a', value: 'b"c,d"' }]],
    ['empty quotes', 'a="",b', [{ name: 'a', value: '' }, { name: 'b' }]],
    ['= in a value', 'a=b=c', [{ name: 'a', value: 'b=c' }]],
    ['no value', 'a=,b', [{ name: 'a', value: '' }, { name: 'b' }]],
    ['= at the start, which is a name', '=a', [{ name: '=a' }]],
    ['nothing between commas', ',,a,', [{ name: 'a' }]],
    ['nothing', '', []],
    ['blanks, which belong to names', 'a, context=x', [{ name: 'a' }, { name: ' context', value: 'x' }]],
  ])('takes %s', (_, text, expected) => expect(parseMountOptions(text)).toEqual(expected));

  it.each(['a,context="u:r:t', '"', 'a="b",c="d'])('an open quote spoils them: %s', (text) => expect(parseMountOptions(text)).toBeUndefined());
});
