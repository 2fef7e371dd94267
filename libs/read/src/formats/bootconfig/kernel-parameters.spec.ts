import { describe, expect, it } from 'vitest';
import { bootConfigParameters, commandLineWithBootConfig, parseBootConfig } from './index.ts';

const parameters = (text: string) => bootConfigParameters(parseBootConfig(Buffer.from(text)));

describe('bootConfigParameters', () => {
  it.each<[string, string, readonly string[], readonly string[]]>([
    ['keys below kernel and init, without that word', 'kernel.root = x\ninit.splash\nother.a = 1\n', ['root=x'], ['splash']],
    ['one word for each value of an array', 'kernel.module_blacklist = i8042, floppy\n', ['module_blacklist=i8042', 'module_blacklist=floppy'], []],
    ['dots stay in names', 'init.systemd.unit = fipscheck.target\n', [], ['systemd.unit=fipscheck.target']],
    ['quotes around white space', 'kernel.a = "two words"\nkernel.b = "tab\there"\n', ['a="two words"', 'b="tab\there"'], []],
    ['an empty value keeps its =', 'kernel.a = ;', ['a='], []],
    ['a key without a value is a word', 'kernel.quiet;', ['quiet'], []],
    ['a value before the words below it', 'kernel.a.b = 1\nkernel.a = 2\n', ['a=2', 'a.b=1'], []],
    ['a double quote is not escaped', `kernel.a = 'x"y z'\n`, ['a="x"y z"'], []],
    ['nothing from an empty kernel node', 'kernel {}\ninit {}\n', [], []],
    ['nothing at all when kernel itself has a value', 'kernel.a = 1\nkernel = 2\ninit.b\n', [], ['b']],
    ['words that only begin alike do not count', 'kernels.a = 1\nkernel-x.b\n', [], []],
    ['a key of 16 words', `kernel.${Array(15).fill('w').join('.')} = 2\n`, [`${Array(15).fill('w').join('.')}=2`], []],
    ['nothing when a key has more words than the kernel can write', `kernel.a = 1\nkernel.a.${Array(15).fill('w').join('.')} = 2\n`, [], []],
  ])('%s', (_, text, kernel, init) => {
    expect(parameters(text)).toEqual({ kernel, init });
  });

  it('cuts names at 255 bytes, as the kernel does below a key that has a value', () => {
    const text = `kernel.a = 1\nkernel.a.${'k'.repeat(253)}.${'m'.repeat(60)} = 2\n`;
    expect(parameters(text).kernel).toEqual(['a=1', `a.${'k'.repeat(253)}=2`]);
  });
});

describe('commandLineWithBootConfig', () => {
  it.each([
    ['before the words of the boot loader', 'kernel.a = 1\n', 'ro bootconfig', 'a=1 ro bootconfig'],
    ['init words before those of the boot loader', 'kernel.a\ninit.b\n', 'ro bootconfig -- quiet', 'a ro bootconfig -- b quiet'],
    ['dashes are added when there are none', 'init.b\ninit.c = 2\n', 'ro bootconfig', 'ro bootconfig -- b c=2'],
    ['the first dashes count', 'init.b\n', 'x -- y -- z', 'x -- b y -- z'],
    ['dashes inside quotes are none', 'init.b\n', 'x="a -- b" y', 'x="a -- b" y -- b'],
    ['dashes in front', 'kernel.a\ninit.b\n', '-- y', 'a -- b y'],
    ['nothing to add', 'other = 1\n', 'ro -- y', 'ro -- y'],
  ])('%s', (_, text, line, expected) => {
    expect(commandLineWithBootConfig(line, parameters(text))).toBe(expected);
  });
});
