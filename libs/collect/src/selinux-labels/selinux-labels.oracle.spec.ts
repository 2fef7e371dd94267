import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Fact, type FactsBody, findFact } from '@staticfire/facts';
import { openFileSource } from '@staticfire/read/block-source/node';
import { type FileSystem, type FileType, readFile, walk } from '@staticfire/read/filesystem';
import { findPartition, openFileSystem, openImage } from '@staticfire/read/image';
import { buildImage, describeOracle, type ImageRecipe, recipes, toolPath, toolsFor } from '@staticfire/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { normalPath } from '../normal-path.ts';
import { collect } from '../runner/collect.ts';
import type { SelinuxLabels } from './selinux-labels.schema.ts';

const TABLE = '/etc/selinux/fortified/contexts/files/file_contexts';
const USR = '/x86_64-bottlerocket-linux-gnu/sys-root/usr';
const BUILT = `${USR}/share/factory${TABLE}`;
const MOUNT = 'system_u:object_r:mount_exec_t:s0';
const RUNTIME = 'system_u:object_r:runtime_exec_t:s0';
const OTHER = 'system_u:object_r:data_t:s0';
/** The letters of matchpathcon's option -m. */
const LETTERS: Readonly<Record<FileType, string>> = {
  file: 'f',
  directory: 'd',
  symlink: 'l',
  'char-device': 'c',
  'block-device': 'b',
  fifo: 'p',
  socket: 's',
};
const TOOLS = toolsFor(
  'mke2fs',
  'debugfs',
  'resize2fs',
  'veritysetup',
  'sgdisk',
  'mkfs.vfat',
  'mcopy',
  'secilc',
  'mkfs.erofs',
  'fakeroot',
  'zstd',
  'matchpathcon',
);
const MINUTES = 60_000;

/** anatomy 9.4; in 2026 systemd has a helper and D-Bus another launcher. */
const CLASSIC_TYPES = {
  api_exec_t: ['apiserver', 'cfsignal', 'early-boot-config', 'migrator', 'shibaken', 'storewolf', 'thar-be-settings'],
  bus_exec_t: ['dbus-broker'],
  clock_exec_t: ['chronyd'],
  init_exec_t: ['systemd'],
  mount_exec_t: ['mount'],
  network_exec_t: ['systemd-networkd'],
  runtime_exec_t: ['containerd', 'containerd-shim-runc-v2', 'host-ctr', 'runc'],
};
const EXEC_TYPES = {
  demo: CLASSIC_TYPES,
  'demo-2026': { ...CLASSIC_TYPES, bus_exec_t: ['dbus-broker', 'whippet'], init_exec_t: ['systemd', 'systemd-executor'] },
};

type Entries = ImageRecipe['root']['entries'];
type Difference = Exclude<SelinuxLabels['differences'][number], { readonly $unreadable: unknown }>;

interface Collected {
  readonly body: FactsBody;
  readonly root: FileSystem;
  readonly boot: Uint8Array;
}

let folder: string;
let images = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'staticfire-labels-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The facts of a lab image with other entries on ROOT. mkfs.erofs labels that of 2026, which asks libselinux. */
async function collected(change: (entries: Entries) => Entries, name: 'demo' | 'demo-2026' = 'demo-2026'): Promise<Collected> {
  const recipe = recipes.get(name)!;
  const path = join(folder, `image-${images++}`);
  await buildImage({ ...recipe, root: { ...recipe.root, entries: change(recipe.root.entries) } }, path);
  const image = openImage(openFileSource(path));
  const source = findPartition(image, 'BOOT', 'A')!.source;
  const boot = new Uint8Array(source.length);
  source.readInto(boot, 0);
  return { body: await collect(image), root: openFileSystem(findPartition(image, 'ROOT', 'A')!.source)!, boot };
}

function edit(path: string, changes: Partial<Entries[number]>): (entries: Entries) => Entries {
  return (entries) => entries.map((entry) => (entry.path === path ? { ...entry, ...changes } : entry));
}

function labelsOf(body: FactsBody): SelinuxLabels {
  return (findFact(body, 'selinux.labels') as Fact<SelinuxLabels> & { readonly value: SelinuxLabels }).value;
}

/** Facts whose value differs, without those that follow from any other byte on ROOT. */
function changed(one: FactsBody, other: FactsBody): string[] {
  const stateOf = (body: FactsBody, name: string) => JSON.stringify({ ...findFact(body, name), sources: [] });
  const names = one.facts.map(({ name }) => name).filter((name) => stateOf(one, name) !== stateOf(other, name));
  return names.filter((name) => !/^(verity|boot|root\.filesystem|disk)/.test(name));
}

/** Names of programs by their types, as far as these are no os_t. */
function typesOf(root: FileSystem): Readonly<Record<string, readonly string[]>> {
  const types: Record<string, string[]> = {};
  for (const { path, stat } of walk(root)) {
    const value = root.xattrs(stat!.inode).find(({ name }) => name === 'security.selinux')?.value;
    const type = value && /^system_u:object_r:(\w+_exec_t):s0$/.exec(Buffer.from(value).toString())?.[1];
    if (type) types[type] = [...(types[type] ?? []), path.split('/').at(-1)!].sort();
  }
  return types;
}

/** What matchpathcon and the walk tell: normalised path → the label that the table of the image says and the one that is there, where they differ. */
function wrongLabels(root: FileSystem): ReadonlyMap<string, readonly [expected: string, found: string]> {
  const table = join(folder, `table-${images}`);
  writeFileSync(table, readFile(root, TABLE, 65536)!);
  const files = [...walk(root)];
  const wrong = new Map<string, readonly [string, string]>();
  for (const [type, letter] of Object.entries(LETTERS)) {
    const own = files.filter(({ stat }) => stat!.type === type);
    const args = ['-0', '-r', toolPath('matchpathcon')!, '-N', '-n', '-f', table, '-m', letter, '--'];
    const { stdout } = spawnSync('xargs', args, { input: own.map(({ path }) => `${path}\0`).join(''), encoding: 'latin1' });
    const answers = stdout.split('\n').slice(0, -1);
    expect(answers).toHaveLength(own.length);
    for (const [at, { path, stat }] of own.entries()) {
      const value = root.xattrs(stat!.inode).find(({ name }) => name === 'security.selinux')?.value;
      const found = value === undefined ? '<<none>>' : Buffer.from(value).toString();
      if (found !== answers[at]) wrong.set(normalPath(path), [answers[at]!, found]);
    }
  }
  return wrong;
}

describeOracle('labels of an image against matchpathcon', TOOLS, () => {
  let base: Collected;
  beforeAll(async () => {
    base = await collected((entries) => entries);
  }, 5 * MINUTES);

  it.each(['demo', 'demo-2026'] as const)(
    '%s has every label',
    async (name) => {
      const { body, root } = await collected((entries) => entries, name);
      const names = [...walk(root)].length;
      expect(wrongLabels(root).size).toBe(0);
      const labels = labelsOf(body);
      expect(names).toBeGreaterThan(100);
      expect(labels).toMatchObject({ partitions: ['ROOT', 'BOOT'], equal: labels.files, unreadable: 0, unknownToPolicy: 0, differences: [], omitted: [] });
      // Nothing but the link in /etc is below a folder that the table gives no labels.
      expect(labels.labelled).toBe(labels.files - 1);
      expect(labels.files).toBeGreaterThan(names);
      expect(typesOf(root)).toEqual(EXEC_TYPES[name]);
    },
    5 * MINUTES,
  );

  it('debugfs sees the labels of BOOT', () => {
    const path = join(folder, 'boot');
    writeFileSync(path, base.boot);
    for (const name of ['/', '/vmlinuz', '/grub/grub.cfg']) {
      const { stdout } = spawnSync(toolPath('debugfs')!, ['-R', `ea_list ${name}`, path], { encoding: 'utf8' });
      expect(stdout).toContain('security.selinux (25) = "system_u:object_r:os_t:s0"');
    }
  });

  describe('one change changes what is about it', () => {
    it.each<[string, (entries: Entries) => Entries, Partial<Difference>, number]>([
      [
        'a wrong label',
        edit(`${USR}/bin/mount`, { label: OTHER }),
        { path: '/usr/bin/mount', kind: 'different', expected: MOUNT, found: OTHER, tableLine: 2 },
        0,
      ],
      ['no label', edit(`${USR}/bin/runc`, { label: null }), { path: '/usr/bin/runc', kind: 'missing', expected: RUNTIME, tableLine: 9 }, 0],
      [
        'a label that the policy does not know',
        edit(`${USR}/bin/runc`, { label: 'system_u:object_r:lab_t:s0' }),
        { path: '/usr/bin/runc', kind: 'invalid', expected: RUNTIME, found: 'system_u:object_r:lab_t:s0', tableLine: 9 },
        1,
      ],
      [
        'a label where there is to be none',
        edit('/etc/selinux', { label: OTHER }),
        { path: '/etc/selinux', type: 'symlink', kind: 'unexpected', found: OTHER, tableLine: 23 },
        0,
      ],
    ])(
      '%s',
      async (_, change, difference, unknownToPolicy) => {
        const { body, root } = await collected(change);
        expect(changed(base.body, body)).toEqual(['selinux.labels', ...(difference.type === 'symlink' ? [] : ['selinux.executables'])]);
        const labels = labelsOf(body);
        const place = { partition: 'ROOT', type: 'file', table: TABLE };
        expect(labels).toMatchObject({ equal: labels.files - 1, unknownToPolicy, differences: [{ ...place, ...difference }], omitted: [] });
        expect([...wrongLabels(root)]).toEqual([[difference.path, [difference.expected ?? '<<none>>', difference.found ?? '<<none>>']]]);
      },
      5 * MINUTES,
    );
  });

  it(
    'another table in the image than the build had',
    async () => {
      const text = Buffer.from(readFile(base.root, TABLE, 65536)!).toString();
      const table = `${text}/.*/usr/lib/(systemd|modules)/.*\t--\t${OTHER}\n/.*/usr/bin/a.*\t-l\t${RUNTIME}\n/.*/usr/share\t<<none>>\n`;
      const { body, root } = await collected((entries) => [...entries, { path: BUILT, kind: 'file', mode: 0o644, content: table }]);
      const wrong = wrongLabels(root);
      const { differences, omitted, files, equal } = labelsOf(body);
      expect(wrong.size).toBeGreaterThan(20);
      expect(files - equal).toBe(wrong.size);
      const listed = differences as readonly Difference[];
      expect(listed.length + (omitted as readonly { count: number }[]).reduce((sum, { count }) => sum + count, 0)).toBe(wrong.size);
      for (const { path, expected = '<<none>>', found = '<<none>>' } of listed) expect([expected, found]).toEqual(wrong.get(path));
    },
    5 * MINUTES,
  );
});
