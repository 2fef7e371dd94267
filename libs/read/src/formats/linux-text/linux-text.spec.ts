import { describe, expect, it } from 'vitest';
import { parseKernelCommandLine } from './kernel-command-line.ts';
import { parseOsRelease } from './os-release.ts';

describe('parseKernelCommandLine', () => {
  it.each([
    ['a flag', 'ro', [{ name: 'ro' }]],
    ['a value with further equals signs', 'root=UUID=a', [{ name: 'root', value: 'UUID=a' }]],
    ['a quoted parameter', '"dm-mod.create=a b c" x', [{ name: 'dm-mod.create', value: 'a b c' }, { name: 'x' }]],
    ['a quoted value', 'dm-mod.create="a b c" x', [{ name: 'dm-mod.create', value: 'a b c' }, { name: 'x' }]],
    ['an empty value', 'init=', [{ name: 'init', value: '' }]],
    ['tabs and repeated spaces', ' a \t b ', [{ name: 'a' }, { name: 'b' }]],
    ['a quote that is not closed', 'a="b c', [{ name: 'a', value: 'b c' }]],
  ])('reads %s', (_, text, parameters) => {
    expect(parseKernelCommandLine(text)).toEqual({ parameters, initArguments: [] });
  });

  it('leaves what follows -- to init', () => {
    expect(parseKernelCommandLine('ro -- single a=b')).toEqual({ parameters: [{ name: 'ro' }], initArguments: ['single', 'a=b'] });
  });
});

describe('parseOsRelease', () => {
  it.each([
    ['a bare value', 'ID=bottlerocket', 'bottlerocket'],
    ['double quotes', 'ID="a b"', 'a b'],
    ['single quotes', "ID='a $b'", 'a $b'],
    ['escapes in double quotes', String.raw`ID="\"a\" \$b"`, '"a" $b'],
    ['spaces round the line', '  ID=a  ', 'a'],
  ])('reads %s', (_, text, value) => {
    expect(parseOsRelease(text)).toEqual([{ key: 'ID', value }]);
  });

  it('skips comments and what assigns nothing', () => {
    expect(parseOsRelease('# ID=no\n\nnonsense\n1A=b\nA=c')).toEqual([{ key: 'A', value: 'c' }]);
  });
});
