import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  copyDebianUnits,
  debianUnitPackages,
  describeOracle,
  presetAll,
  readRoot,
  toolsFor,
  type UnitFiles,
  unitFileStates,
  withRoot,
} from '@staticfire/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { unitFolders } from '../files/unit-folders.ts';
import { UnitTree } from '../files/unit-tree.ts';
import { applyPresets } from './apply-presets.ts';
import { enablementOf, LinkIndex } from './enablement.ts';
import { InstallSearch } from './install-search.ts';

const UNITS = '/usr/lib/systemd/system';
const PRESET = '/usr/lib/systemd/system-preset';
const TEN_MINUTES = 600_000;
const OPTIONS = { folders: unitFolders, release: 252 };
const S = '[Service]\nExecStart=/bin/a\n';
const wanted = (text: string) => `${S}[Install]\n${text}\n`;

type Answers = { readonly before: Record<string, string>; readonly links: Record<string, string>; readonly after: Record<string, string> };

function theirs(root: string): Answers {
  return { before: unitFileStates(root), links: presetAll(root), after: unitFileStates(root) };
}

/** Before `theirs`, which makes the links. */
function ours(root: string): Answers {
  const files = readRoot(root);
  const { links } = applyPresets(new UnitTree(files), OPTIONS);
  const states = (tree: UnitTree) => {
    const search = new InstallSearch(tree, OPTIONS);
    const links = new LinkIndex(search.folders, tree);
    return Object.fromEntries(search.names.map((name) => [name, enablementOf(name, search, links) ?? 'bad']));
  };
  const isThere = (path: string) => links.some((link) => link.path === path);
  const old = files.flatMap((file) =>
    'target' in file && file.path.startsWith('/etc/systemd/system/') && !isThere(file.path) ? [[file.path, file.target]] : [],
  );
  return {
    before: states(new UnitTree(files)),
    links: Object.fromEntries([...old, ...links.map(({ path, target }) => [path, target])]),
    after: states(new UnitTree([...files, ...links])),
  };
}

const TREES: [string, UnitFiles][] = [
  [
    'what units ask for',
    {
      'a.service': wanted('WantedBy=x.target y.target\nRequiredBy=z.target\nAlias=b.service c.service\nUpheldBy=x.target'),
      'd.service': wanted('WantedBy=x.target\nWantedBy=\nRequiredBy=y.target'),
      'e.service': wanted('Also=f.service g.socket'),
      'f.service': wanted('WantedBy=%p.target %n.wants %i.target'),
      'g.socket': '[Socket]\nListenStream=80\n[Install]\nWantedBy=sockets.target\n',
      'h.service': S,
      'i.mount': '[Mount]\nWhat=x\n[Install]\nAlias=j.mount\nWantedBy=x.target\n',
      'j.service': wanted('WantedBy="x.target" no/target x'),
      'k.service': wanted('Alias=k.service l.socket m@.service n'),
      'o.service': wanted('Alias=x.target.wants/o.service y.target.wants/p.service q/o.service'),
      'r.service': wanted('Also=gone.service\nWantedBy=x.target'),
      's.service': '[Unit]\nWantedBy=x.target\n',
    },
  ],
  [
    'templates and instances',
    {
      'a@.service': wanted('WantedBy=x.target\nDefaultInstance=one'),
      'b@.service': wanted('WantedBy=x.target'),
      'c@.service': wanted('WantedBy=x@.target'),
      'd@.service': wanted('WantedBy=x@%i.target\nAlias=e@.service\nDefaultInstance=two'),
      'g@y.service': wanted('WantedBy=x.target\nAlias=h@.service h@y.service h@z.service'),
      'i@.service': wanted('WantedBy=x.target\nDefaultInstance=a\nDefaultInstance='),
      'j@.service': wanted('WantedBy=x.target\nDefaultInstance=a'),
      'j@a.service': '-> /dev/null',
      'l.service': wanted('WantedBy=x.target\nDefaultInstance=a'),
      'm@z.service': '-> a@.service',
    },
  ],
  [
    'presets',
    {
      ...Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f', 'foo-x', 'foo-y', 'm'].map((name) => [`${name}.service`, wanted('WantedBy=x.target')])),
      'g.service': wanted('WantedBy=x.target\nAlso=h.service'),
      'h.service': wanted('WantedBy=x.target'),
      'i@.service': wanted('WantedBy=x.target'),
      'j@.service': wanted('WantedBy=x.target\nDefaultInstance=z'),
      'k@.service': wanted('WantedBy=x.target\nDefaultInstance=z'),
      'l@.service': wanted('WantedBy=x.target\nDefaultInstance=z'),
      [`${PRESET}/10.preset`]:
        '# a\n; b\n  disable a.service  \ndisable\tb.service\ndisablec.service\nenable d.service extra\ndisable d.service\nenable foo-x.service\ndisable foo-*\n',
      [`${PRESET}/20.preset`]:
        'enable a.service\ndisable h.service\nenable i@.service one two\nenable j@.service three\ndisable k@.service\nenable l@*.service one\nnonsense\n',
      [`${PRESET}/30.preset`]: 'disable *\n',
      '/etc/systemd/system-preset/30.preset': 'disable e.service\ndisable [f].service\n',
      [`${PRESET}/40.preset`]: 'disable m.service',
      '/usr/local/lib/systemd/system-preset/40.preset': '-> /dev/null',
      [`${PRESET}/50.conf`]: 'disable c.service\n',
      [`${PRESET}/.60.preset`]: 'disable c.service\n',
    },
  ],
  [
    'aliases, masks and links',
    {
      'a.service': wanted('WantedBy=x.target\nAlias=b.service'),
      'b.service': S,
      'c.service': '-> a.service',
      'd.service': '-> /dev/null',
      'e.service': '',
      'f.service': wanted('WantedBy=x.target'),
      '/etc/systemd/system/f.service': '-> /dev/null',
      '/opt/g.service': wanted('WantedBy=x.target\nAlias=g2.service'),
      'g.service': '-> /opt/g.service',
      'i.service': '-> j.socket',
      'j.socket': '[Socket]\nListenStream=80\n',
      'k.service': '-> k.service',
      '/etc/systemd/system/l.service': `-> ${UNITS}/a.service`,
      '/etc/systemd/system/m.service': '-> /opt/g.service',
      'n.service': wanted('Also=c.service d.service'),
      'o.service.d/1.conf': '[Install]\nWantedBy=y.target\n',
      'o.service': S,
      'p-q.service': S,
      'p-.service.d/1.conf': '[Install]\nWantedBy=y.target\n',
      'r.service': wanted('WantedBy=x.target'),
      'r.service.d/1.conf': '-> nowhere',
      's.service': wanted('WantedBy=x.target'),
      's.service.d/1.conf': '[Install]\nWantedBy=\n',
      '/usr/local/lib/systemd/system/t.service': S,
      't.service': wanted('WantedBy=x.target'),
      'x.target.wants/b.service': '-> ../b.service',
      'x.target.wants/u@i.service': '-> ../u@.service',
      'u@.service': wanted('WantedBy=x.target'),
      '/etc/systemd/system/x.target.wants/v.service': `-> ${UNITS}/v.service`,
      'v.service': wanted('WantedBy=x.target'),
      '/etc/systemd/system/w.service': wanted('WantedBy=x.target'),
    },
  ],
  ...Object.entries({
    'whose file is damaged': { 'a.service': wanted('WantedBy=x.target\n[Bad') },
    'whose file is damaged, which a preset disables': { 'a.service': wanted('[Bad'), [`${PRESET}/1.preset`]: 'disable a.service' },
    'with a drop-in that is damaged': { 'a.service': S, 'a.service.d/1.conf': '[Bad' },
    'with a drop-in that is a folder': { 'a.service': S, 'a.service.d/1.conf/x': '' },
    'with a drop-in that is a link to nothing': { 'a.service': S, 'a.service.d/1.conf': '-> nothing' },
    'whose Also= is no name': { 'a.service': wanted('Also=nonsense') },
    'whose DefaultInstance= no name can have': { 'a@.service': wanted('WantedBy=x.target\nDefaultInstance=a b') },
    'that is an alias of nothing': { 'a.service': '-> gone.service' },
    'that is an alias of another type': { 'a.service': '-> b.socket', 'b.socket': '[Socket]\nListenStream=80\n' },
    'that is an alias of a type without aliases': { 'a.mount': '-> b.mount', 'b.mount': '[Mount]\nWhat=x\n' },
    'that is an alias of itself': { 'a.service': '-> a.service' },
    'that is a loop': { 'a.service': '-> b.service', 'b.service': '-> a.service' },
    'that leads out of the folders to nothing': { 'a.service': '-> /opt/gone.service' },
    'that is a template of a mount': { 'a@.mount': '[Mount]\nWhat=x\n' },
    'that has a line of a megabyte': { 'a.service': `${S}#${'x'.repeat(1_048_577)}\n` },
  }).map(([title, files]): [string, UnitFiles] => [`a unit ${title}, and another one`, { ...files, 'z.service': wanted('WantedBy=x.target') }]),
  ['two units with one alias', { 'a.service': wanted('Alias=c.service'), 'x.target': '[Unit]\n', 'c.service': '-> a.service', 'y.target': '-> x.target' }],
  [
    'search folders behind a link, as Bottlerocket has them',
    {
      '/usr': '-> ./x86_64-bottlerocket-linux-gnu/sys-root/usr',
      ...Object.fromEntries(
        Object.entries({
          'preconfigured.target': '[Unit]\nDescription=x\n[Install]\nRequiredBy=configured.target multi-user.target\n',
          'default.target': '-> preconfigured.target',
          'whippet.service': wanted('Alias=dbus.service'),
          'dbus.service': '-> whippet.service',
          'kubelet.service': wanted('WantedBy=multi-user.target'),
          'getty@.service': wanted('WantedBy=getty.target\nDefaultInstance=tty1'),
          'autovt@.service': '-> getty@.service',
          'masked.service': '-> /dev/null',
        }).map(([name, text]) => [`/x86_64-bottlerocket-linux-gnu/sys-root/usr/lib/systemd/system/${name}`, text]),
      ),
    },
  ],
];

describeOracle('units that the first boot enables', toolsFor('systemctl', 'apt-get', 'dpkg-deb'), () => {
  let debian: string;
  beforeAll(async () => {
    debian = mkdtempSync(join(tmpdir(), 'staticfire-debian-presets-'));
    mkdirSync(join(debian, 'etc'));
    await copyDebianUnits(debianUnitPackages, debian);
  }, TEN_MINUTES);
  afterAll(() => rmSync(debian, { recursive: true }));

  it('of some seventy Debian packages', () => {
    const mine = ours(debian);
    const other = theirs(debian);
    expect(mine.before).toEqual(other.before);
    expect(mine.links).toEqual(other.links);
    expect(mine.after).toEqual(other.after);
    expect(Object.keys(other.links).length).toBeGreaterThan(100);
  });

  it.each(TREES)('%s', (_, files) => {
    withRoot(Object.fromEntries(Object.entries(files).map(([name, text]) => [name.startsWith('/') ? name : `${UNITS}/${name}`, text])), (root) => {
      const mine = ours(root);
      const other = theirs(root);
      expect(mine.before).toEqual(other.before);
      expect(mine.links).toEqual(other.links);
      expect(mine.after).toEqual(other.after);
    });
  });
});
