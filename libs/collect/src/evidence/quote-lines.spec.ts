import { describe, expect, it } from 'vitest';
import { collectFrom } from '../fixtures/collect-from.ts';
import type { MemoryTree } from '../fixtures/memory-file-system.ts';
import { collectJournaldFiles } from '../journald-files/collect-journald-files.ts';
import { collectModprobeFiles } from '../modprobe-files/collect-modprobe-files.ts';
import { ExcerptList } from '../runner/excerpt-list.ts';
import { collectSelinuxConfig } from '../selinux-config/collect-selinux-config.ts';
import { collectSettingsDefaults } from '../settings-defaults/collect-settings-defaults.ts';
import { collectSysctlFiles } from '../sysctl-files/collect-sysctl-files.ts';
import { collectSystemdUnitSysctls } from '../systemd-unit-sysctls/collect-systemd-unit-sysctls.ts';
import { quoteLines } from './quote-lines.ts';

const SECRET = 'hunter2';
const DEFAULTS = '/usr/share/storewolf/x.toml';

async function excerptsOf(collector: Parameters<typeof collectFrom>[0], tree: MemoryTree) {
  const excerpts = new ExcerptList();
  const fact = await collectFrom(collector, tree, { excerpts });
  return { fact, excerpts: excerpts.sorted() };
}

const linesOf = async (collector: Parameters<typeof collectFrom>[0], tree: MemoryTree) =>
  (await excerptsOf(collector, tree)).excerpts.map(({ bank, partition, path, line, text }) => `${bank} ${partition} ${path}:${line} ${text}`);

describe('the lines that facts name', () => {
  it.each([
    [
      'sysctl.d, as systemd counts lines',
      collectSysctlFiles,
      { '/usr/lib/sysctl.d/a.conf': '# c\r\n\r\n kernel.a = 1 \rkernel.b=2\0-kernel.c' },
      ['A ROOT /usr/lib/sysctl.d/a.conf:3  kernel.a = 1 ', 'A ROOT /usr/lib/sysctl.d/a.conf:4 kernel.b=2', 'A ROOT /usr/lib/sysctl.d/a.conf:5 -kernel.c'],
    ],
    [
      'modprobe.d, of several lines the first',
      collectModprobeFiles,
      { '/usr/lib/modprobe.d/a.conf': '\ninstall udf \\\n /bin/true\nblacklist x\r\n' },
      ['A ROOT /usr/lib/modprobe.d/a.conf:2 install udf \\', 'A ROOT /usr/lib/modprobe.d/a.conf:4 blacklist x\r'],
    ],
    [
      'journald.conf',
      collectJournaldFiles,
      { '/usr/lib/systemd/journald.conf': '[Journal]\n# c\nStorage=none\n' },
      ['A ROOT /usr/lib/systemd/journald.conf:3 Storage=none'],
    ],
    ['SELinux config', collectSelinuxConfig, { '/etc/selinux/config': '\n# c\nSELINUX=permissive\n' }, ['A ROOT /etc/selinux/config:3 SELINUX=permissive']],
    [
      'commands of services',
      collectSystemdUnitSysctls,
      {
        '/usr/lib/systemd/system/a.service': '[Service]\n  ExecStart=/usr/sbin/sysctl -w kernel.a=1 kernel.b=2\n',
        '/usr/lib/systemd/system/b.service': '[Service]\nExecStart=/usr/bin/b\n',
      },
      ['A ROOT /usr/lib/systemd/system/a.service:2   ExecStart=/usr/sbin/sysctl -w kernel.a=1 kernel.b=2'],
    ],
    [
      'settings',
      collectSettingsDefaults,
      { [DEFAULTS]: '[settings]\nmotd = "a" # b\n[settings.x]\n' },
      [`A ROOT ${DEFAULTS}:2 motd = "a" # b`, `A ROOT ${DEFAULTS}:3 [settings.x]`],
    ],
  ] as const)('of %s', async (_, collector, tree, expected) => {
    expect(await linesOf(collector, tree)).toEqual(expected);
  });

  it('leave out secrets of settings, and all that shares a line with one', async () => {
    const text = `[settings]\na = { password = """${SECRET}\n${SECRET}""", user = "x" }\nmotd = "a"\n[settings.aws]\ncredentials = "${SECRET}"\n`;
    const { fact, excerpts } = await excerptsOf(collectSettingsDefaults, { [DEFAULTS]: text });
    expect(JSON.stringify(fact)).not.toContain(SECRET);
    expect(excerpts).toEqual([{ bank: 'A', partition: 'ROOT', path: DEFAULTS, line: 4, text: 'motd = "a"' }]);
  });

  it('know of secrets that the fact has no room to list', async () => {
    const settings = (count: number) => Array.from({ length: count }, (_, index) => `k${index} = 1`).join('\n');
    const listed = async (text: string) => {
      const { fact, excerpts } = await excerptsOf(collectSettingsDefaults, { [DEFAULTS]: text });
      return { keys: (fact as { value: { settings: { key?: string }[] } }).value.settings.map(({ key }) => key), excerpts };
    };
    const full = (await listed(settings(25_000))).keys.length - 1;
    const inline = Array.from({ length: 20 }, (_, index) => `a${index} = 1`).join(', ');
    const { keys, excerpts } = await listed(`${settings(full - 5)}\nlast = { ${inline}, password = "${SECRET}" }\n`);
    expect(keys).toContain('last.a0');
    expect(keys).not.toContain('last.password');
    expect(excerpts).toHaveLength(full - 5);
    expect(JSON.stringify(excerpts)).not.toContain(SECRET);
  });

  it('are none of a file that cannot be read', async () => {
    expect(await linesOf(collectSettingsDefaults, { [DEFAULTS]: 'a = 1\nb =\n' })).toEqual([]);
    expect(await linesOf(collectSysctlFiles, { '/usr/lib/sysctl.d/a.conf': Uint8Array.from([0x61, 0x3d, 0xff]) })).toEqual([]);
  });
});

describe('quoteLines', () => {
  const file = { partition: 'BOOT', path: '/x', lineEnds: 'line-feed' } as const;

  it('gives each line once and none that is not there', () => {
    expect(quoteLines({ ...file, text: 'a\nb' }, [2, 2, 3, 0])).toEqual([{ partition: 'BOOT', path: '/x', line: 2, text: 'b' }]);
  });

  it('leaves out keys and tokens, also behind what is cut', () => {
    const text = ['AKIAABCDEFGHIJKLMNOP', `${'x'.repeat(400)} AKIAABCDEFGHIJKLMNOP`, 'x'].join('\n');
    expect(quoteLines({ ...file, text }, [1, 2, 3]).map(({ line }) => line)).toEqual([3]);
  });

  it('cuts long lines after 300 units, and never inside of a character', () => {
    const text = `${'x'.repeat(301)}\n${'x'.repeat(299)}🚀y\n${'x'.repeat(300)}`;
    expect(quoteLines({ ...file, text }, [1, 2, 3]).map((each) => each.text)).toEqual(['x'.repeat(300), 'x'.repeat(299), 'x'.repeat(300)]);
  });
});

describe('ExcerptList', () => {
  const excerpt = (path: string, line: number, more = {}) => ({ partition: 'ROOT', path, line, text: `${line}`, ...more });

  it('has each line once, in an order that does not depend on who came first', () => {
    const all = [excerpt('/b', 10), excerpt('/b', 9), excerpt('/a', 1, { bank: 'B' }), excerpt('/a', 1, { bank: 'A' }), excerpt('/b', 9)];
    const [one, other] = [new ExcerptList(), new ExcerptList()];
    one.add(all);
    for (const each of all.toReversed()) other.add([each]);
    expect(one.sorted().map(({ bank, path, line }) => [bank, path, line])).toEqual([
      [undefined, '/b', 9],
      [undefined, '/b', 10],
      ['A', '/a', 1],
      ['B', '/a', 1],
    ]);
    expect(other.sorted()).toEqual(one.sorted());
  });

  it('has at most 20 000', () => {
    const list = new ExcerptList();
    list.add(Array.from({ length: 20_001 }, (_, index) => excerpt('/a', 20_001 - index)));
    expect(list.sorted()).toHaveLength(20_000);
    expect(list.sorted()[0]!.line).toBe(1);
  });
});
