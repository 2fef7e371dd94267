import { smallPolicy, writePolicy } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { collectFrom } from '../fixtures/collect-from.ts';
import type { MemoryTree } from '../fixtures/memory-file-system.ts';
import { ExcerptList } from '../runner/excerpt-list.ts';
import { collectSelinuxTmpfilesContexts } from './collect-selinux-tmpfiles-contexts.ts';

const FOLDER = '/usr/lib/tmpfiles.d';
const FILE = `${FOLDER}/a.conf`;
const STORE = { '/etc/selinux/config': 'SELINUXTYPE=fortified\n', '/etc/selinux/fortified/policy/policy.33': writePolicy(smallPolicy) };
const CONTEXT = 'someone:object_r:object_t:s0';

const collect = (tree: MemoryTree, excerpts = new ExcerptList()) => collectFrom(collectSelinuxTmpfilesContexts, tree, { excerpts });

async function linesOf(tree: MemoryTree): Promise<readonly object[]> {
  return ((await collect(tree)) as { value: { lines: readonly object[] } }).value.lines;
}

describe('selinux.tmpfiles-contexts', () => {
  it("tells of Bottlerocket's lines, and whether the policy knows the contexts", async () => {
    const text = `d /var/log/support 0700 root root -\nT /var/log/support - - - - security.selinux=${CONTEXT}\nt /x - - - - user.a=1 security.selinux="someone:object_r:x_t:s0"\n`;
    const excerpts = new ExcerptList();
    expect(await collect({ ...STORE, [FILE]: text }, excerpts)).toHaveProperty('value', {
      lines: [
        { file: FILE, line: 2, type: 'T', path: '/var/log/support', context: CONTEXT, valid: true },
        { file: FILE, line: 3, type: 't', path: '/x', context: 'someone:object_r:x_t:s0', valid: false },
      ],
    });
    expect(excerpts.sorted().map(({ line }) => line)).toEqual([1, 2, 3]);
  });

  it.each<[string, string, readonly object[]]>([
    ['other attributes', 't /x - - - - user.selinux=a', []],
    ['other types', 'z /x\nZ /y 0700\na /z - - - - u:a:r\nL /l - - - - security.selinux=a', []],
    ['modifiers', 'T! /x - - - - security.selinux=a', [{ type: 'T', path: '/x', context: 'a' }]],
    ['specifiers of the path', 't %t/x - - - - security.selinux=a', [{ path: '%t/x' }]],
    ['lines that are skipped', 'T security.selinux=a', []],
    ['two in a line', 't /x - - - - security.selinux=a security.selinux=b', [{ context: 'a' }, { context: 'b' }]],
  ])('%s', async (_, text, expected) => {
    const lines = await linesOf({ [FILE]: text });
    expect(lines).toMatchObject(expected);
    expect(lines).toHaveLength(expected.length);
  });

  it('does not tell of files that do not count', async () => {
    const line = (context: string) => `t /x - - - - security.selinux=${context}\n`;
    const tree = {
      '/etc/tmpfiles.d/a.conf': line('a'),
      [FILE]: line('b'),
      '/etc/tmpfiles.d/b.conf': '-> /dev/null',
      [`${FOLDER}/b.conf`]: line('c'),
      [`${FOLDER}/c`]: line('d'),
    };
    const lines = await linesOf(tree);
    expect(lines).toEqual([{ file: '/etc/tmpfiles.d/a.conf', line: 1, type: 't', path: '/x', context: 'a' }]);
  });

  it.each<[string, MemoryTree, object]>([
    ['a context with specifiers', { [FILE]: 't /x - - - - security.selinux=%a' }, { kind: 'unsupported', structure: FILE, field: 'line 1' }],
    ['a line that versions read in different ways', { [FILE]: 't$ /x - - - - security.selinux=a' }, { kind: 'unsupported', structure: FILE, field: 'line 1' }],
    ['a file that cannot be read', { [FILE]: '!' }, { kind: 'format', structure: 'inode' }],
    ['a file that is no text', { [FILE]: Uint8Array.from([0xff]) }, { kind: 'format', structure: FILE }],
  ])('%s is unreadable, the others are not', async (_, tree, failure) => {
    expect(await linesOf({ ...tree, [`${FOLDER}/b.conf`]: 't /y - - - - security.selinux=b' })).toMatchObject([{ $unreadable: failure }, { context: 'b' }]);
  });

  it('lists a thousand', async () => {
    const text = Array.from({ length: 1001 }, (_, index) => `t /${index} - - - - security.selinux=a`).join('\n');
    const lines = await linesOf({ [FILE]: text });
    expect(lines).toHaveLength(1001);
    expect(lines.at(-1)).toMatchObject({ $unreadable: { kind: 'limit' } });
  });

  it('is unreadable with the policy, and absent without a folder', async () => {
    expect(await collect({ ...STORE, '/etc/selinux/fortified/policy/policy.33': 'x', [FILE]: 'd /x' })).toMatchObject({ state: 'unreadable' });
    expect(await collect(STORE)).toMatchObject({ state: 'absent' });
    expect(await collect({ [FILE]: 'd /x' })).toMatchObject({ state: 'present', value: { lines: [] } });
  });
});
