import { describe, expect, it } from 'vitest';
import { FormatError, LimitError } from '../../bytes/index.ts';
import { parseKernelConfig } from './index.ts';

const HEADER = '#\n# Automatically generated file; DO NOT EDIT.\n# Linux/x86 6.1.112 Kernel Configuration\n#\n';
const parse = (text: string) => parseKernelConfig(text, { path: '/config' });

describe('parseKernelConfig', () => {
  it('reads every type of option with its line', () => {
    const { options } = parse('CONFIG_A=y\nCONFIG_B=m\n\n# General\n# CONFIG_C is not set\nCONFIG_D=-12\nCONFIG_E=0xfF\nCONFIG_F="a b"\nCONFIG_G=n\n');
    expect(options).toEqual([
      { name: 'A', type: 'tristate', value: 'y', line: 1 },
      { name: 'B', type: 'tristate', value: 'm', line: 2 },
      { name: 'C', type: 'tristate', value: 'n', line: 5 },
      { name: 'D', type: 'number', value: '-12', line: 6 },
      { name: 'E', type: 'hex', value: '0xfF', line: 7 },
      { name: 'F', type: 'string', value: 'a b', line: 8 },
      { name: 'G', type: 'tristate', value: 'n', line: 9 },
    ]);
  });

  it.each([
    ['an empty string', '""', ''],
    ['a quoted y is a string', '"y"', 'y'],
    ['escaped quotes and backslashes', String.raw`"say \"no\" \\ here"`, String.raw`say "no" \ here`],
    ['a hash', '"#1"', '#1'],
    ['an equals sign', '"a=b"', 'a=b'],
  ])('takes %s', (_, written, value) => {
    expect(parse(`CONFIG_S=${written}\n`).options).toEqual([{ name: 'S', type: 'string', value, line: 1 }]);
  });

  it('reads architecture and version from the header', () => {
    expect(parse(`${HEADER}CONFIG_A=y\n`)).toMatchObject({ architecture: 'x86', version: '6.1.112', options: [{ line: 5 }] });
  });

  it('has no architecture without a header, nor from a comment after options', () => {
    expect(parse('CONFIG_A=y\n# Linux/x86 6.1.112 Kernel Configuration\n')).toEqual({ options: [expect.objectContaining({ name: 'A' })], overridden: [] });
  });

  it('lets the last of repeated options count and tells the others', () => {
    const { options, overridden } = parse('CONFIG_A=y\nCONFIG_B=y\n# CONFIG_A is not set\nCONFIG_A=m\n');
    expect(options.map(({ name, value, line }) => [name, value, line])).toEqual([
      ['B', 'y', 2],
      ['A', 'm', 4],
    ]);
    expect(overridden.map(({ name, value, line }) => [name, value, line])).toEqual([
      ['A', 'y', 1],
      ['A', 'n', 3],
    ]);
  });

  it('reads lines that end in CR LF, and a last line without an end', () => {
    expect(parse('CONFIG_A=y\r\n# CONFIG_B is not set\r\nCONFIG_C=1').options.map(({ name, value }) => name + value)).toEqual(['Ay', 'Bn', 'C1']);
  });

  it('takes other comments for comments, as kconfig does', () => {
    expect(parse('#CONFIG_A is not set\n# CONFIG_B is set\n#\n# CONFIG_C is not set!\n').options).toEqual([]);
  });

  it('is empty for an empty file', () => {
    expect(parse('')).toEqual({ options: [], overridden: [] });
  });

  it.each([
    ['a name without a value', 'CONFIG_A'],
    ['an empty value', 'CONFIG_A='],
    ['another word', 'CONFIG_A=yes'],
    ['another prefix', 'FOO_A=y'],
    ['space in front', ' CONFIG_A=y'],
    ['space behind', 'CONFIG_A=y '],
    ['no name', 'CONFIG_=y'],
    ['a name with a dash', 'CONFIG_A-B=y'],
    ['an open quote', 'CONFIG_A="b'],
    ['an escaped closing quote', String.raw`CONFIG_A="b\"`],
    ['text behind the closing quote', 'CONFIG_A="b" c'],
    ['hexadecimal without digits', 'CONFIG_A=0x'],
    ['a NUL byte', 'CONFIG_A=y\0'],
    ['binary', '\x7fELF'],
  ])('refuses %s with the line', (_, line) => {
    expect(() => parse(`${HEADER}CONFIG_OK=y\n${line}\n`)).toThrow(FormatError);
    expect(() => parse(`${HEADER}CONFIG_OK=y\n${line}\n`)).toThrow(/^\/config, line 6: found/);
  });

  it('bounds length and lines', () => {
    expect(() => parse('#'.repeat(4 * 1024 * 1024 + 1))).toThrow(LimitError);
    expect(parse('\n'.repeat(59_999)).options).toEqual([]);
    expect(() => parse('\n'.repeat(60_000))).toThrow(LimitError);
  });

  it('does not hang on a long string of backslashes', () => {
    expect(() => parse(`CONFIG_A="${'\\'.repeat(1_000_001)}"`)).toThrow(FormatError);
  });
});
