import { smallPolicy, writePolicy } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { collectFrom } from '../fixtures/collect-from.ts';
import type { MemoryTree } from '../fixtures/memory-file-system.ts';
import { ExcerptList } from '../runner/excerpt-list.ts';
import { collectSelinuxMountContexts } from './collect-selinux-mount-contexts.ts';

const UNITS = '/usr/lib/systemd/system';
const STORE = { '/etc/selinux/config': 'SELINUXTYPE=fortified\n', '/etc/selinux/fortified/policy/policy.33': writePolicy(smallPolicy) };
const CONTEXT = 'someone:object_r:object_t:s0';
const SYSROOT = '/x86_64-bottlerocket-linux-gnu/sys-root';

const unit = (options: string, where = '/opt/cni') => `[Unit]\nDescription=x\n[Mount]\nWhat=tmpfs\nWhere=${where}\nOptions=${options}\n`;
const collect = (tree: MemoryTree, excerpts = new ExcerptList()) => collectFrom(collectSelinuxMountContexts, tree, { excerpts });
const inUnits = (files: MemoryTree) =>
  Object.fromEntries(Object.entries(files).map(([name, content]) => [name.startsWith('/') ? name : `${UNITS}/${name}`, content]));

async function mountsOf(files: MemoryTree): Promise<readonly object[]> {
  return ((await collect(inUnits(files))) as { value: { mounts: readonly object[] } }).value.mounts;
}

describe('selinux.mount-contexts', () => {
  it('tells of the contexts of mount units, with unit, place and line, and whether the policy knows them', async () => {
    const excerpts = new ExcerptList();
    const tree = {
      ...STORE,
      ...inUnits({ 'opt-cni.mount': unit(`nosuid,context=${CONTEXT}`), 'etc-cni.mount': unit('nosuid'), 'x.service': unit('context=a') }),
    };
    const fact = await collect(tree, excerpts);
    const file = `${UNITS}/opt-cni.mount`;
    expect(fact).toHaveProperty('value', {
      mounts: [{ unit: 'opt-cni.mount', file, line: 6, where: '/opt/cni', option: 'context', context: CONTEXT, valid: true, replaced: false }],
    });
    expect(excerpts.sorted()).toMatchObject([{ bank: 'A', partition: 'ROOT', path: file, line: 6, text: `Options=nosuid,context=${CONTEXT}` }]);
    expect(fact.sources.map((source) => source.path)).toContain(`${UNITS}/etc-cni.mount`);
  });

  it.each<[string, string, readonly object[]]>([
    [
      'each of the four options',
      'context=a,fscontext=b,defcontext=c,rootcontext=d',
      ['context', 'fscontext', 'defcontext', 'rootcontext'].map((option) => ({ option })),
    ],
    ['quotes around commas', 'context="a:b:c:s0:c1,c2",ro', [{ context: 'a:b:c:s0:c1,c2' }]],
    ['no option that only sounds alike', 'xcontext=a,context2=b,lowerdir=context=c', []],
    ['an option without a value', 'context', [{ context: '' }]],
    ['no option with a blank before it, as a line that goes on has it', 'ro,\\\ncontext=a', []],
  ])('takes %s', async (_, options, expected) => {
    const mounts = await mountsOf({ 'a.mount': unit(options) });
    expect(mounts).toMatchObject(expected);
    expect(mounts).toHaveLength(expected.length);
  });

  it('of several Options= and Where= in a file the last counts, in [Mount] alone', async () => {
    expect(await mountsOf({ 'a.mount': `${unit('context=a')}Options=context=b\nWhere=/b\n[X-Y]\nOptions=context=c\nWhere=/c\n` })).toMatchObject([
      { line: 7, where: '/b', context: 'b' },
    ]);
    expect(await mountsOf({ 'a.mount': `${unit('context=a')}Options=\n` })).toEqual([]);
  });

  it('names where as rules do', async () => {
    expect(await mountsOf({ 'a.mount': unit('context=a', `${SYSROOT}/usr/lib/modules`) })).toMatchObject([{ where: '/usr/lib/modules' }]);
  });

  it('reads drop-ins, and says what they replace', async () => {
    const mounts = await mountsOf({
      'opt-cni.mount': unit('context=a'),
      'opt-cni.mount.d/20.conf': '[Mount]\nOptions=context=b\n',
      'opt-.mount.d/10.conf': '[Mount]\nOptions=context=c\n',
      'opt-csi.mount': unit('context=d'),
      'var.mount': unit('context=e'),
      'var.mount.d/10.conf': '[Mount]\nDirectoryMode=0700\n',
      'opt-cni.mount.d/README': '[Mount]\nOptions=context=f\n',
      'x.service.d/a.conf': '[Mount]\nOptions=context=g\n',
    });
    expect(mounts.map((each) => each as { unit: string; context: string; replaced: boolean })).toMatchObject([
      { unit: 'opt-.mount', file: `${UNITS}/opt-.mount.d/10.conf`, line: 2, context: 'c', replaced: false },
      { unit: 'opt-cni.mount', context: 'a', replaced: true },
      { unit: 'opt-cni.mount', context: 'b', replaced: false },
      { unit: 'opt-csi.mount', context: 'd', replaced: true },
      { unit: 'var.mount', context: 'e', replaced: false },
    ]);
    expect(mounts[0]).not.toHaveProperty('where');
  });

  it.each<[string, MemoryTree, readonly boolean[]]>([
    ['a drop-in without a context', { 'a.mount': unit('context=a'), 'a.mount.d/x.conf': '[Mount]\nOptions=ro\n' }, [true]],
    ['an empty Options=', { 'a.mount': unit('context=a'), 'a.mount.d/x.conf': '[Mount]\nOptions=\n' }, [true]],
    ['a drop-in of all', { 'a.mount': unit('context=a'), 'mount.d/x.conf': '[Mount]\nOptions=ro\n' }, [true]],
    ['not one of others', { 'a.mount': unit('context=a'), 'b.mount.d/x.conf': '[Mount]\nOptions=ro\n', 'a-.mount.d/x.conf': '[Mount]\nOptions=ro\n' }, [false]],
    [
      'a later drop-in in another folder',
      { 'a.mount.d/1.conf': '[Mount]\nOptions=context=a\n', '/etc/systemd/system/a.mount.d/2.conf': '[Mount]\nOptions=ro\n' },
      [true],
    ],
    [
      'not an earlier drop-in',
      { 'a.mount.d/2.conf': '[Mount]\nOptions=context=a\n', '/etc/systemd/system/a.mount.d/1.conf': '[Mount]\nOptions=ro\n' },
      [false],
    ],
    ['not one in another section', { 'a.mount': unit('context=a'), 'a.mount.d/x.conf': '[Unit]\nOptions=ro\n' }, [false]],
  ])('%s replaces', async (_, files, expected) => expect(await mountsOf(files)).toMatchObject(expected.map((replaced) => ({ replaced }))));

  it('leaves out what a file of the same name hides, masked ones too', async () => {
    const etc = '/etc/systemd/system';
    const mounts = await mountsOf({
      [`${etc}/a.mount`]: unit('context=first'),
      'a.mount': unit('context=second'),
      [`${etc}/b.mount`]: '-> /dev/null',
      'b.mount': unit('context=masked'),
      [`${etc}/c.mount.d/1.conf`]: '',
      'c.mount.d/1.conf': '[Mount]\nOptions=context=hidden\n',
      'd.mount': '-> a.mount',
      'e.mount': '-> nowhere',
    });
    expect(mounts).toMatchObject([
      { unit: 'a.mount', file: `${etc}/a.mount`, context: 'first' },
      { unit: 'd.mount', context: 'second' },
    ]);
    expect(mounts[0]).not.toHaveProperty('valid');
  });

  it.each<[string, MemoryTree, object]>([
    ['a unit that systemd gives up', { 'b.mount': '[Mount' }, { kind: 'format', structure: `${UNITS}/b.mount`, field: 'line 1' }],
    ['specifiers', { 'b.mount': unit('context=%i') }, { kind: 'unsupported', structure: `${UNITS}/b.mount`, field: 'line 6' }],
    ['an open quote', { 'b.mount': unit('context="a') }, { kind: 'unsupported', structure: `${UNITS}/b.mount`, field: 'line 6' }],
    ['what is no text', { 'b.mount': Uint8Array.from([0xff]) }, { kind: 'format' }],
    ['an inode', { 'b.mount': '!' }, { kind: 'format', structure: 'inode' }],
    ['a folder of drop-ins', { 'b.mount.d': '!/' }, { kind: 'format', structure: 'directory' }],
    ['more than 64 KiB', { 'b.mount': '#'.repeat(64 * 1024 + 1) }, { kind: 'limit' }],
  ])('%s is unreadable, the others are not', async (_, files, failure) => {
    expect(await mountsOf({ 'a.mount': unit('context=a'), ...files, 'c.mount': unit('context=c') })).toMatchObject([
      { context: 'a' },
      { $unreadable: failure },
      { context: 'c' },
    ]);
  });

  it('is not made slow or large by many', async () => {
    const files = Object.fromEntries(Array.from({ length: 2001 }, (_, index) => [`mount.d/${index}.conf`, '[Mount]\nOptions=context=a\n']));
    const started = performance.now();
    const mounts = await mountsOf(files);
    expect(performance.now() - started).toBeLessThan(5000);
    expect(mounts).toHaveLength(1001);
    expect(mounts.at(-1)).toMatchObject({ $unreadable: { kind: 'limit' } });
    const few = await mountsOf(Object.fromEntries(Object.keys(files).map((name) => [name, ''])));
    expect(few).toMatchObject([{ $unreadable: { kind: 'limit', structure: 'mount units' } }]);
  });

  it('is unreadable with the policy, and absent without a folder for units', async () => {
    const damaged = { ...STORE, '/etc/selinux/fortified/policy/policy.33': 'x' };
    expect(await collect({ ...damaged, ...inUnits({ 'a.mount': unit('context=a') }) })).toMatchObject({ state: 'unreadable' });
    expect(await collect(STORE)).toMatchObject({ state: 'absent' });
    expect(await collect(inUnits({ 'a.service': '' }))).toMatchObject({ state: 'present', value: { mounts: [] } });
  });
});
