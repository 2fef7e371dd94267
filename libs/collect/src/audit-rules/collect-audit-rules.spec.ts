import { describe, expect, it } from 'vitest';
import { collectFrom } from '../fixtures/collect-from.ts';
import type { MemoryTree } from '../fixtures/memory-file-system.ts';
import { collectAuditRules } from './collect-audit-rules.ts';

const PATH = '/usr/share/audit/audit.rules';
const collect = (tree: MemoryTree) => collectFrom(collectAuditRules, tree);

describe('audit.rules', () => {
  it('has every rule with its place', async () => {
    const fact = await collect({ [PATH]: '# only SELinux\n\n-D\n -a  always,exclude -F msgtype<1400\n', '/usr/share/audit/notes.txt': '-D\n' });
    const rules = [
      { file: PATH, line: 3, options: ['-D'] },
      { file: PATH, line: 4, options: ['-a', 'always,exclude', '-F', 'msgtype<1400'] },
    ];
    expect(fact).toMatchObject({ state: 'present', value: { files: [{ path: PATH, size: 55 }], rules }, sources: [{ path: PATH, length: 55 }] });
  });

  it.each<[string, MemoryTree]>([
    ['no folder', { '/usr/x': '' }],
    ['no file', { '/usr/share/audit/x': '' }],
  ])('is absent with %s', async (_, tree) => expect((await collect(tree)).state).toBe('absent'));

  it('lists a file without rules, and no link to nothing', async () =>
    expect(await collect({ [PATH]: '', '/usr/lib/audit/rules.d/x.rules': '-> y' })).toHaveProperty('value', { files: [{ path: PATH, size: 0 }], rules: [] }));

  it.each<[string, MemoryTree, string]>([
    ['a file that cannot be read', { [PATH]: '!' }, 'format'],
    ['too long a file', { [PATH]: '#'.repeat(256 * 1024 + 1) }, 'limit'],
  ])('says of %s that there may be more', async (_, tree, kind) => {
    const unreadable = [{ $unreadable: expect.objectContaining({ kind }) }];
    expect(await collect(tree)).toHaveProperty('value', { files: unreadable, rules: unreadable });
  });
});
