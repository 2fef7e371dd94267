import { describe, expect, it } from 'vitest';
import { parseModprobeFile } from './modprobe-file.ts';

const parse = (text: string) => parseModprobeFile(Buffer.from(text), 'a.conf');

describe('parseModprobeFile', () => {
  it.each([
    ['a blacklist', 'blacklist snd-pcsp', { line: 1, command: 'blacklist', name: 'snd_pcsp' }],
    ['words after a blacklist', 'blacklist a b', { line: 1, command: 'blacklist', name: 'a' }],
    ['an install command', 'install  sctp   /bin/true --x', { line: 1, command: 'install', name: 'sctp', argument: '/bin/true --x' }],
    ['a remove command', 'remove a b;c', { line: 1, command: 'remove', name: 'a', argument: 'b;c' }],
    ['options', '\toptions bonding max_bonds=0', { line: 1, command: 'options', name: 'bonding', argument: 'max_bonds=0' }],
    ['an alias', 'alias net-pf-10 off', { line: 1, command: 'alias', name: 'net_pf_10', argument: 'off' }],
    ['an alias with a bracket', 'alias a[b-c]-* d-e', { line: 1, command: 'alias', name: 'a[b-c]_*', argument: 'd_e' }],
    ['soft dependencies', 'softdep a pre: b post: c', { line: 1, command: 'softdep', name: 'a', argument: 'pre: b post: c' }],
    ['weak dependencies', 'weakdep a b', { line: 1, command: 'weakdep', name: 'a', argument: 'b' }],
    ['a line that goes on', 'install a \\\n/bin/x \\\n y', { line: 1, command: 'install', name: 'a', argument: '/bin/x  y' }],
    ['a backslash elsewhere', 'install a x\\y\\\\z', { line: 1, command: 'install', name: 'a', argument: 'xy\\z' }],
    ['what NUL cuts off', 'blacklist a\0b', { line: 1, command: 'blacklist', name: 'a' }],
    ['an unknown command', 'include x', { line: 1, command: 'ignored', name: 'include x' }],
    ['a command in capitals', 'Blacklist a', { line: 1, command: 'ignored', name: 'Blacklist a' }],
    ['a command without a module', 'blacklist', { line: 1, command: 'ignored', name: 'blacklist' }],
    ['an install without a command', 'install a', { line: 1, command: 'ignored', name: 'install a' }],
    ['an install of nothing but blanks, which does nothing', 'install a  ', { line: 1, command: 'install', name: 'a', argument: '' }],
    ['an alias without a module', 'alias a ', { line: 1, command: 'ignored', name: 'alias a ' }],
    ['a bracket that is not closed', 'blacklist a[b', { line: 1, command: 'ignored', name: 'blacklist a[b' }],
    ['a comment that is indented', ' # x', { line: 1, command: 'ignored', name: ' # x' }],
  ])('reads %s', (_, text, entry) => {
    expect(parse(text)).toEqual([entry]);
  });

  it('takes the line after a comment with a backslash for comment', () => {
    expect(parse('# x \\\nblacklist a\nblacklist b')).toEqual([{ line: 3, command: 'blacklist', name: 'b' }]);
  });

  it('does not join after two backslashes', () => {
    expect(parse('install a b\\\\\nblacklist c')).toEqual([
      { line: 1, command: 'install', name: 'a', argument: 'b\\' },
      { line: 2, command: 'blacklist', name: 'c' },
    ]);
  });
});
