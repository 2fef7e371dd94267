import { describe, expect, it } from 'vitest';
import { collectFrom } from '../fixtures/collect-from.ts';
import { collectModprobeFiles } from '../modprobe-files/collect-modprobe-files.ts';
import { ExcerptList } from '../runner/excerpt-list.ts';
import { collectSysctlFiles } from '../sysctl-files/collect-sysctl-files.ts';
import { collectTmpfilesFiles } from '../tmpfiles-files/collect-tmpfiles-files.ts';
import { isDevNull } from './collect-config-files.ts';

/** ROOT as Bottlerocket lays it out: /usr and /lib are links into the sysroot. */
const SR = '/x86_64-bottlerocket-linux-gnu/sys-root/usr';
const LINKS = { '/usr': `-> .${SR}`, '/lib': `-> .${SR}/lib` };

describe('files of search folders', () => {
  it('are absent when no folder exists', async () => {
    expect(await collectFrom(collectSysctlFiles, { ...LINKS, [`${SR}/lib/os-release`]: '' })).toMatchObject({ state: 'absent', sources: [] });
  });

  it('are listed once, by their path below /usr, with entries and digests', async () => {
    const fact = await collectFrom(collectSysctlFiles, {
      ...LINKS,
      [`${SR}/lib/sysctl.d/80-release.conf`]: 'kernel.kptr_restrict = 1\n-net/ipv4/conf/*/rp_filter=2\n',
    });
    expect(fact).toMatchObject({
      state: 'present',
      value: {
        folders: ['/usr/lib/sysctl.d'],
        files: [{ path: '/usr/lib/sysctl.d/80-release.conf', state: 'read', entries: 2 }],
        entries: [
          { file: '/usr/lib/sysctl.d/80-release.conf', line: 1, kind: 'set', key: 'kernel.kptr_restrict', value: '1' },
          { line: 2, key: 'net.ipv4.conf.*.rp_filter', value: '2', ignoreFailure: true, glob: true },
        ],
      },
      sources: [{ bank: 'A', partition: 'ROOT', path: '/usr/lib/sysctl.d/80-release.conf', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }],
    });
  });

  it('say what overrides, masks and does not count', async () => {
    const fact = await collectFrom(collectModprobeFiles, {
      ...LINKS,
      '/etc/modprobe.d/a.conf': '-> /dev/null',
      '/etc/modprobe.d/b.conf': '-> ../nowhere',
      '/etc/modprobe.d/.a.conf': 'blacklist x',
      '/etc/modprobe.d/README': 'blacklist x',
      [`${SR}/lib/modprobe.d/a.conf`]: 'blacklist a',
      [`${SR}/lib/modprobe.d/c.conf`]: '-> a.conf',
      [`${SR}/lib/modprobe.d/d.conf/`]: '',
      [`${SR}/lib/modprobe.d/e.conf`]: '',
      [`${SR}/lib/modprobe.d/f.alias`]: 'alias f a',
    });
    expect(fact).toMatchObject({
      value: {
        folders: ['/etc/modprobe.d', '/usr/lib/modprobe.d'],
        files: [
          { name: '.a.conf', state: 'wrong-name' },
          { name: 'README', state: 'wrong-name' },
          { name: 'a.conf', state: 'masked', target: '/dev/null' },
          { name: 'b.conf', state: 'dangling' },
          { name: 'a.conf', state: 'read', overriddenBy: '/etc/modprobe.d/a.conf' },
          { name: 'c.conf', state: 'read', type: 'symlink' },
          { name: 'd.conf', state: 'not-a-file' },
          { name: 'e.conf', state: 'masked' },
          { name: 'f.alias', state: 'read' },
        ],
        entries: [{ file: '/usr/lib/modprobe.d/a.conf', name: 'a' }, { file: '/usr/lib/modprobe.d/c.conf' }, { command: 'alias' }],
      },
    });
  });

  it('are unreadable one by one', async () => {
    const fact = await collectFrom(collectTmpfilesFiles, {
      '/usr/lib/tmpfiles.d/a.conf': Uint8Array.from([0x64, 0xff]),
      '/usr/lib/tmpfiles.d/b.conf': 'd /run/b 0755 root root - x\nnonsense\n',
      '/usr/lib/tmpfiles.d/c.conf': '!',
    });
    expect(fact).toMatchObject({
      state: 'present',
      value: {
        files: [{ name: 'a.conf', readable: false }, { name: 'b.conf', readable: true }, { $unreadable: { kind: 'format' } }],
        entries: [
          { $unreadable: { kind: 'format', structure: '/usr/lib/tmpfiles.d/a.conf', field: 'line 1' } },
          { kind: 'item', type: 'd', path: '/run/b', mode: '0755', user: 'root', argument: 'x' },
          { kind: 'ignored', line: 2, path: 'nonsense' },
          { $unreadable: { kind: 'format' } },
        ],
      },
    });
  });

  it('do not tell lines of user databases', async () => {
    const tree = { '/usr/lib/tmpfiles.d/a.conf': 'w+ /etc/passwd - - - - a:$6$secret:0:0::/:\\n\nf /etc/motd - - - - hello\n' };
    const excerpts = new ExcerptList();
    const fact = await collectFrom(collectTmpfilesFiles, tree, { excerpts });
    expect(fact).toMatchObject({
      value: {
        entries: [
          { line: 1, type: 'w', path: '/etc/passwd', argument: expect.stringContaining('not told') },
          { line: 2, argument: 'hello' },
        ],
      },
    });
    expect(excerpts.sorted()).toMatchObject([{ line: 2, text: 'f /etc/motd - - - - hello' }]);
    expect(JSON.stringify(fact)).not.toContain('secret');
  });

  it('say that there are more entries than are listed', async () => {
    const lines = Array.from({ length: 10_001 }, (_, index) => `a.b${index} = 1`).join('\n');
    const fact = await collectFrom(collectSysctlFiles, { '/etc/sysctl.d/a.conf': lines });
    const { entries } = (fact as { value: { entries: readonly object[] } }).value;
    expect(entries).toHaveLength(10_001);
    expect(entries.at(-1)).toMatchObject({ $unreadable: { kind: 'limit' } });
  });
});

describe('hostile files', () => {
  const limit = { $unreadable: { kind: 'limit' } };

  it('do not make a fact larger than 2 MiB', async () => {
    const line = `a.b = ${'x'.repeat(900_000)}\n`;
    const fact = await collectFrom(collectSysctlFiles, { '/etc/sysctl.d/a.conf': line, '/etc/sysctl.d/b.conf': line, '/etc/sysctl.d/c.conf': line });
    expect(fact).toMatchObject({ value: { entries: [{ file: '/etc/sysctl.d/a.conf' }, { file: '/etc/sysctl.d/b.conf' }, limit] } });
  });

  it('are not read beyond 16 MiB together', async () => {
    const tree = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`/etc/sysctl.d/${index + 10}.conf`, '#'.repeat(1024 * 1024)]));
    const fact = await collectFrom(collectSysctlFiles, tree);
    expect(fact.sources).toHaveLength(16);
    expect(fact).toMatchObject({ value: { entries: [limit, limit, limit, limit] } });
  });
});

describe('isDevNull', () => {
  it.each([
    ['/dev/null', true],
    ['../../../dev/null', true],
    ['/dev/../dev//./null', true],
    ['../../../../../../dev/null', true],
    ['dev/null', false],
    ['/dev/zero', false],
  ])('%s', (target, expected) => {
    expect(isDevNull('/usr/lib/sysctl.d/a.conf', target)).toBe(expected);
  });
});
