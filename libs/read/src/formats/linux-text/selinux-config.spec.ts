import { describe, expect, it } from 'vitest';
import { parseSelinuxConfig } from './selinux-config.ts';

const parse = (text: string) => parseSelinuxConfig(Buffer.from(text), 'config');

describe('parseSelinuxConfig', () => {
  it.each([
    ['the one of Bottlerocket', 'SELINUX=enforcing\nSELINUXTYPE=fortified\n', 'enforcing', 'fortified'],
    ['the first mode and the last type', 'SELINUX=permissive\nSELINUX=enforcing\nSELINUXTYPE=a\nSELINUXTYPE=b', 'permissive', 'b'],
    ['an unknown mode before a known one', 'SELINUX=on\nSELINUX=disabled', 'disabled', undefined],
    ['any case, and what follows the word', 'SELINUX=Enforcing-x', 'enforcing', undefined],
    ['a comment', '#SELINUX=enforcing\n# SELINUXTYPE=a', undefined, undefined],
    ['a mode that is indented, which does not count', ' SELINUX=enforcing\n\tSELINUXTYPE=a \t', undefined, 'a'],
    ['carriage returns', 'SELINUX=enforcing\r\nSELINUXTYPE=a\r\n', 'enforcing', 'a'],
    ['NUL before a word', 'SELINUX=\0enforcing\nSELINUX=permissive', 'permissive', undefined],
    ['nothing', '', undefined, undefined],
  ])('reads %s', (_, text, mode, policyType) => {
    const config = parse(text);
    expect([config.mode, config.policyType]).toEqual([mode, policyType]);
  });

  it('keeps every line that says something', () => {
    expect(parse('# x\n\nSELINUX=enforcing\nfoo').lines).toEqual([
      { line: 3, text: 'SELINUX=enforcing' },
      { line: 4, text: 'foo' },
    ]);
  });

  it('refuses lines that libselinux would read in pieces', () => {
    expect(() => parse(`x\n${'#'.repeat(4095)}SELINUX=permissive`)).toThrow('config, line 2: longer than 4095 characters');
  });
});
