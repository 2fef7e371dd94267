import { createHash } from 'node:crypto';
import { smallPolicy, writePolicy } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { collectFrom } from '../fixtures/collect-from.ts';
import type { MemoryTree } from '../fixtures/memory-file-system.ts';
import { ExcerptList } from '../runner/excerpt-list.ts';
import { collectSelinuxContexts } from './collect-selinux-contexts.ts';
import type { SelinuxContexts } from './selinux-contexts.schema.ts';

const FORTIFIED = '/etc/selinux/fortified';
const PATH = `${FORTIFIED}/contexts/lxc_contexts`;
const FIRST = '/usr/share/containers/selinux/contexts';
const CONFIG = { '/etc/selinux/config': 'SELINUXTYPE=fortified\n' };
const POLICY = { [`${FORTIFIED}/policy/policy.33`]: writePolicy(smallPolicy) };
const PROCESS = 'someone:worker:subject_t:s0';
const FILE = 'someone:object_r:object_t:s0';

const collect = (tree: MemoryTree, excerpts = new ExcerptList()) => collectFrom(collectSelinuxContexts, { ...CONFIG, ...tree }, { excerpts });

async function contextsOf(tree: MemoryTree): Promise<SelinuxContexts> {
  return ((await collect(tree)) as unknown as { value: SelinuxContexts }).value;
}

describe('selinux.contexts', () => {
  it('tells of every line, whether the policy knows its context', async () => {
    const text = `# x\nprocess = "${PROCESS}"\nfile = "${FILE}"\nro_file = "someone:object_r:x_t:s0"\n`;
    const excerpts = new ExcerptList();
    const fact = await collect({ ...POLICY, [PATH]: text }, excerpts);
    const sha256 = createHash('sha256').update(text).digest('hex');
    expect(fact).toHaveProperty('value', {
      files: [{ path: PATH, size: text.length, sha256, used: true }],
      entries: [
        { file: PATH, line: 2, key: 'process', context: PROCESS, valid: true, used: true },
        { file: PATH, line: 3, key: 'file', context: FILE, valid: true, used: true },
        { file: PATH, line: 4, key: 'ro_file', context: 'someone:object_r:x_t:s0', valid: false, used: true },
      ],
    });
    expect(fact.sources.map(({ path }) => path)).toEqual(['/etc/selinux/config', `${FORTIFIED}/policy/policy.33`, PATH]);
    expect(excerpts.sorted()).toMatchObject([{ bank: 'A', partition: 'ROOT', path: PATH, line: 2, text: `process = "${PROCESS}"` }, { line: 3 }, { line: 4 }]);
  });

  it.each([
    ['an alias', 'someone:worker:subject:s0', true],
    ['a role that does not have the type', 'someone:worker:object_t:s0', false],
    ['no level', 'someone:object_r:object_t', false],
    ['categories', 'someone:worker:subject_t:s0:c0.c1', true],
    ['a category that there is not', 'someone:worker:subject_t:s0:c999', false],
    ['an attribute', 'someone:object_r:group:s0', false],
    ['nothing', '', false],
  ])('%s', async (_, context, valid) => {
    expect((await contextsOf({ ...POLICY, [PATH]: `process = "${context}"` })).entries).toMatchObject([{ context, valid }]);
  });

  it('does not tell what is valid without a policy', async () => {
    expect((await contextsOf({ [PATH]: `process=${PROCESS}` })).entries).toEqual([{ file: PATH, line: 1, key: 'process', context: PROCESS, used: true }]);
  });

  it('the last line of a key is used', async () => {
    expect((await contextsOf({ [PATH]: `process=a\nfile=b\nprocess=c\n` })).entries).toMatchObject([
      { key: 'process', context: 'a', used: false },
      { key: 'file', used: true },
      { key: 'process', context: 'c', used: true },
    ]);
  });

  it('a file that runtimes look at first hides that of the policy, also when it cannot be read', async () => {
    expect(await contextsOf({ [FIRST]: 'process=a', [PATH]: 'process=b' })).toMatchObject({
      files: [
        { path: FIRST, used: true },
        { path: PATH, used: false },
      ],
      entries: [
        { context: 'a', used: true },
        { context: 'b', used: false },
      ],
    });
    expect(await contextsOf({ [FIRST]: '!', [PATH]: 'process=b' })).toMatchObject({
      files: [{ $unreadable: { structure: 'inode' } }, { path: PATH, used: false }],
      entries: [{ $unreadable: { structure: 'inode' } }, { context: 'b', used: false }],
    });
    expect(await collectFrom(collectSelinuxContexts, { [FIRST]: 'process=a' })).toMatchObject({ value: { files: [{ path: FIRST, used: true }] } });
  });

  it('lines that say nothing are unreadable, the others are not', async () => {
    const { entries } = await contextsOf({ [PATH]: 'process container_t\nfile = a\n = b\n' });
    expect(entries).toMatchObject([
      { $unreadable: { kind: 'format', structure: PATH, field: 'line 1' } },
      { key: 'file', line: 2 },
      { $unreadable: { kind: 'format', structure: PATH, field: 'line 3' } },
    ]);
  });

  it('bounds the file, its contexts and their length', async () => {
    expect(await contextsOf({ [PATH]: `a=${'b'.repeat(64 * 1024)}` })).toMatchObject({
      files: [{ $unreadable: { kind: 'limit' } }],
      entries: [{ $unreadable: { kind: 'limit' } }],
    });
    const long = await contextsOf({ ...POLICY, [PATH]: `a=${'b'.repeat(8193)}\nfile=${FILE}` });
    expect(long.entries).toMatchObject([{ $unreadable: { kind: 'limit' } }, { valid: true }]);
    const many = await contextsOf({ [PATH]: Array.from({ length: 1001 }, (_, index) => `k${index}=v`).join('\n') });
    expect(many.entries).toHaveLength(1001);
    expect(many.entries.at(-1)).toMatchObject({ $unreadable: { kind: 'limit' } });
  });

  it('is unreadable with the policy, and absent without a file', async () => {
    expect(await collect({ [`${FORTIFIED}/policy/policy.33`]: 'x', [PATH]: 'a=b' })).toMatchObject({ state: 'unreadable' });
    expect(await collect(POLICY)).toMatchObject({ state: 'absent' });
    expect(await collectFrom(collectSelinuxContexts, { [PATH]: 'a=b' })).toMatchObject({ state: 'absent' });
  });
});
