import { describe, expect, it } from 'vitest';
import { parseTmpfilesFile } from './tmpfiles-file.ts';

const parse = (text: string) => parseTmpfilesFile(Buffer.from(text), 'a.conf');
const item = { line: 1, kind: 'item', modifiers: '' };

describe('parseTmpfilesFile', () => {
  it.each([
    ['a folder', 'd /run/x 0755 root 274 10d -', { ...item, type: 'd', path: '/run/x', mode: '0755', user: 'root', group: '274', age: '10d' }],
    ['two fields', 'D /run/x', { ...item, type: 'D', path: '/run/x' }],
    [
      'a link',
      'L+ /etc/os-release - - - - ../usr/lib/os-release',
      { ...item, type: 'L', modifiers: '+', path: '/etc/os-release', argument: '../usr/lib/os-release' },
    ],
    ['several signs', 'f+!- /x', { ...item, type: 'f', modifiers: '+!-', path: '/x' }],
    ['quotes', `f "/a b"'c'\\"d\\\\ - - - -  x  "y" \\n`, { ...item, type: 'f', path: '/a bc"d\\', argument: 'x  "y" \\n' }],
    ['devices and writes with an argument', 'c /dev/x 0600 - - - 1:3', { ...item, type: 'c', path: '/dev/x', mode: '0600', argument: '1:3' }],
    ['modes with signs', 'z /x ~:0640', { ...item, type: 'z', path: '/x', mode: '~:0640' }],
    ['specifiers', 'd %t/x', { ...item, type: 'd', path: '%t/x' }],
  ])('reads %s', (_, text, entry) => {
    expect(parse(text)).toEqual([entry]);
  });

  it.each([
    ['an unknown type', 'y /x'],
    ['an unknown sign', 'd* /x'],
    ['a sign given twice', 'd!! /x'],
    ['no path', 'd'],
    ['a relative path', 'd x'],
    ['a quote that is not closed', 'd "/x'],
    ['a backslash at the end', 'd /x\\'],
    ['a write of nothing', 'w /x - - - - -'],
    ['a device without a number', 'c /dev/x'],
    ['a mode that is not octal', 'd /x 0789'],
    ['a mode that is too large', 'd /x 17777'],
  ])('keeps %s as a line that is skipped', (_, text) => {
    expect(parse(` ${text} `)).toEqual([{ line: 1, kind: 'ignored', type: '', modifiers: '', path: text }]);
  });

  it.each([
    ['an escape', 'd /a\\x20b'],
    ['an escape in quotes', 'd "/a\\tb"'],
    ['an escape that does not exist', 'd /\\q'],
    ['a sign of later versions', 'd$ /x'],
  ])('does not say what %s means, as that depends on the version', (_, text) => {
    expect(parse(text)).toEqual([{ line: 1, kind: 'version-dependent', type: '', modifiers: '', path: text }]);
  });

  it('skips comments and blank lines', () => {
    expect(parse('# d /x\n\n\t\nd /y')).toMatchObject([{ line: 4, path: '/y' }]);
  });
});
