import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  copyDebianUnits,
  debianUnitPackages,
  describeOracle,
  readRoot,
  toolsFor,
  type UnitFiles,
  type VerifiedUnit,
  verifyUnits,
  withRoot,
} from '@staticfire/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { unitFolders } from '../files/unit-folders.ts';
import { UnitTree } from '../files/unit-tree.ts';
import { commandsOf } from '../kinds/commands.ts';
import { parseUnitName, withInstance } from '../names/unit-name.ts';
import type { LoadedUnit } from './loaded-unit.ts';
import { UnitLoader } from './unit-loader.ts';

const UNITS = '/usr/lib/systemd/system';
const TEN_MINUTES = 600_000;
/** Of Debian 12. */
const RELEASE = 252;

/** What both tell of a unit. */
interface Known {
  readonly state: string;
  readonly aliases?: readonly string[];
  readonly fragment?: string | undefined;
  readonly dropIns?: readonly string[];
  readonly commands?: Readonly<Record<string, readonly string[]>>;
}

function ours(unit: LoadedUnit): Known {
  if (unit.loadState !== 'loaded') return { state: unit.loadState };
  const commands: Record<string, string[]> = {};
  for (const { key, program, argv0, arguments: others } of commandsOf(unit))
    commands[key] = [...(commands[key] ?? []), [argv0 ?? program, ...others].join('\0')];
  return { state: 'loaded', aliases: unit.aliases, fragment: unit.path, dropIns: unit.dropIns, commands };
}

function theirs(unit: VerifiedUnit | undefined, state: string | undefined): Known {
  if (unit === undefined) return { state: state ?? '?' };
  const commands = Object.entries(unit.commands).filter(([key]) => key !== 'ExecMount' && key !== 'ExecUnmount');
  const { aliases, fragment, dropIns } = unit;
  return { state: 'loaded', aliases, fragment, dropIns, commands: Object.fromEntries(commands.map(([key, lines]) => [key, lines.map(unquote)])) };
}

/** As systemd quotes a command line that it prints. */
function unquote(line: string): string {
  const words = line.match(/\$'(?:\\.|[^'\\])*'|(?:"(?:\\.|[^"\\])*"|[^ "])+/g) ?? [];
  return words.map((word) => word.replaceAll(/"((?:\\.|[^"\\])*)"/g, (_, text: string) => text.replaceAll(/\\(.)/g, '$1'))).join('\0');
}

/** Every unit of the folder, templates as their instance `i`; all in one manager, or each in its own. */
function compare(root: string, how: 'together' | 'one by one'): { readonly ours: Record<string, Known>; readonly theirs: Record<string, Known> } {
  const loader = new UnitLoader(new UnitTree(readRoot(root)), { folders: unitFolders, release: RELEASE });
  const names = loader.lookup.names.map((name) => (parseUnitName(name)!.kind === 'template' ? withInstance(parseUnitName(name)!, 'i')! : name));
  const verified = how === 'together' ? verifyUnits(root, [...new Set(names)]) : undefined;
  const loaded = names.map((name) => [name, loader.load(name)!] as const);
  return {
    ours: Object.fromEntries(loaded.map(([name, unit]) => [name, ours(unit)])),
    theirs: Object.fromEntries(
      loaded.map(([name, unit]) => {
        const { units, refused } = verified ?? verifyUnits(root, [name]);
        return [name, theirs(units.get(unit.name.name), refused[name] ?? refused[unit.name.name])];
      }),
    ),
  };
}

const S = '[Service]\nExecStart=/bin/a\n';
/** Parts of paths as long as a file name can be, and one byte longer. */
const LENGTHS = [
  ['short', `/${'x'.repeat(255)}`],
  ['long', `/${'x'.repeat(256)}`],
  ['short-bytes', `/${'é'.repeat(127)}x`],
  ['long-bytes', `/${'é'.repeat(128)}`],
  ['short-path', '/a'.repeat(2047)],
  ['long-path', '/a'.repeat(2048)],
  ['long-path-bytes', '/é'.repeat(1365)],
] as const;
const exec = (text: string) => `[Service]\nType=oneshot\n${text}\n`;

/** In one manager, what is loaded first decides what becomes of aliases of a mask. */
const MASKS = 'masks';
/** A tree for every feature: names below /usr/lib/systemd/system, or absolute ones. */
const TREES: [string, UnitFiles][] = [
  ['aliases by symlinks', { 'a.service': S, 'b.service': '-> a.service', 'c.service': '-> b.service', 'd.service': `-> ${UNITS}/a.service` }],
  ['symlinks that are no aliases', { 'a.service': S, 'b.socket': '-> a.service', 'c.mount': '-> a.mount', 'a.mount': '[Mount]\nWhat=a\nWhere=/a\n' }],
  ['broken symlinks and loops', { 'a.service': '-> b.service', 'b.service': '-> a.service', 'c.service': '-> gone.service', 'd.service': '-> d.service' }],
  [
    'a link out of the search folders',
    { '/opt/x/whatever.service': S, 'a.service': '-> ../../../../opt/x/whatever.service', 'b.service': '-> ../../../../opt/none' },
  ],
  [
    'templates, instances and their aliases',
    {
      // systemd takes %n for the name by which the unit was first asked for.
      'a@.service': `${S}ExecStartPre=/bin/b %i\n`,
      'b@.service': '-> a@.service',
      'a@x.service': exec('ExecStart=/bin/own %i'),
      'c@y.service': '-> a@.service',
      'd@y.service': '-> a@x.service',
      'e.service': '-> a@.service',
      'f@z.service': '-> b@z.service',
    },
  ],
  [
    MASKS,
    {
      'a.service': '-> /dev/null',
      'b.service': '',
      'c.service': '-> a.service',
      'd@.service': '-> /dev/null',
      'e.service': S,
      '/etc/systemd/system/e.service': '-> /dev/null',
      'f.service': S,
      '/usr/local/lib/systemd/system/f.service': '',
    },
  ],
  [
    'search folders in order',
    Object.fromEntries(
      ['/etc/systemd/system.control', '/etc/systemd/system', '/etc/systemd/system.attached', '/usr/local/lib/systemd/system', UNITS].flatMap(
        (folder, index, all) => all.slice(0, index + 1).map((other, number) => [`${folder}/u${number}.service`, exec(`ExecStart=/bin/a ${other} ${index}`)]),
      ),
    ),
  ],
  [
    'drop-ins by name, over all folders, of prefixes, types, templates and aliases',
    {
      'a-b-c.service': S,
      'x.service': '-> a-b-c.service',
      'a-b-c.service.d/50.conf': exec('ExecStartPre=/bin/own'),
      'a-b-.service.d/40.conf': exec('ExecStartPre=/bin/ab'),
      'a-.service.d/40.conf': exec('ExecStartPre=/bin/a'),
      'a-.service.d/60.conf': exec('ExecStartPre=/bin/a60'),
      'service.d/10.conf': exec('ExecStartPre=/bin/type'),
      'service.d/50.conf': exec('ExecStartPre=/bin/not-this'),
      'x.service.d/30.conf': exec('ExecStartPre=/bin/alias'),
      '/etc/systemd/system/a-b-c.service.d/50.conf': exec('ExecStartPre=/bin/etc'),
      '/etc/systemd/system/service.d/99.conf': exec('ExecStartPre=/bin/last'),
      'a-b-c.service.d/README': 'no',
      'a-b-c.service.d/sub.conf/z': 'no',
      't-u@.service': S,
      't-u@.service.d/1.conf': exec('ExecStartPre=/bin/template'),
      't-u@i.service.d/2.conf': exec('ExecStartPre=/bin/instance'),
      't-@.service.d/3.conf': exec('ExecStartPre=/bin/prefix-template'),
      't-.service.d/4.conf': exec('ExecStartPre=/bin/prefix'),
      'q--r-.service': S,
      'q--.service.d/1.conf': exec('ExecStartPre=/bin/q'),
      'q-.service.d/2.conf': exec('ExecStartPre=/bin/qq'),
      '-s.service': S,
      '-.service.d/1.conf': exec('ExecStartPre=/bin/dash'),
    },
  ],
  [
    'drop-ins that mask others, of a missing unit, as links, in a folder behind a link',
    {
      'a.service': S,
      'a.service.d/1.conf': exec('ExecStartPre=/bin/one'),
      '/etc/systemd/system/a.service.d/1.conf': '-> /dev/null',
      'a.service.d/2.conf': '-> ../other.conf',
      'other.conf': exec('ExecStartPre=/bin/two'),
      'a.service.d/3.conf': '-> nowhere',
      'a.service.d/.hidden.conf': exec('ExecStartPre=/bin/hidden'),
      'gone.service.d/1.conf': exec('ExecStartPre=/bin/one'),
      'm.service': '-> /dev/null',
      'm.service.d/1.conf': S,
    },
  ],
  [
    'a drop-in that resets, and one with an error in it',
    {
      'a.service': `${S}ExecStartPre=/bin/b\n`,
      'a.service.d/1.conf': '[Service]\nExecStart=\nExecStart=/bin/new\nExecStartPre=\n',
      'b.service': S,
      'b.service.d/1.conf': '[Service]\nExecStartPre=/bin/first\nExecStartPre=not/absolute\nExecStartPre=/bin/never\n',
      'b.service.d/2.conf': '[Service]\nExecStartPost=/bin/next\n[Bad\nExecStartPost=/bin/never\n',
      'c.service': S,
      'c.service.d/1.conf': '[Service]\nExecStart=\n',
    },
  ],
  [
    'text: continuations, comments, quotes, byte order marks, bytes that are no UTF-8, long lines',
    {
      'a.service': '[Service]\nExecStart=/bin/a b \\\n# comment\n; another\n   c \\\n\nExecStartPre=/bin/b\n',
      'b.service': '\xef\xbb\xbf[Service]\r\nExecStart=/bin/a "b c" \'d e\' f\\x20g \\101 $H $I "" \\\\\r\n',
      'c.service': '[Service]\nExecStart=/bin/a\n# \xff\nExecStartPre=/bin/b\n',
      'd.service': '[Service]\nExecStart=/bin/a\nExecStartPre=/bin/\xff\n',
      'e.service': `${S}# ${'x'.repeat(1_100_000)}\n`.slice(0, 1_000_000),
      'f.service': `[X-Ours]\nA=b\n[Nonsense]\nExecStart=/bin/no\n[Service]\nX-Key=1\nNonsense=2\n=x\nfoo\n${S}`,
      'g.service': `ExecStart=/bin/no\n${S}[Service`,
      'h.service': '[Service]\nExecStart=/bin/a \\\n',
      'i.service': '[Service]\nExecStart=/bin/a\\\n[Service]\nExecStartPre=/bin/b\n',
      'j.service': '[Service]\nExecStart=/bin/a\0ExecStartPre=/bin/b\rExecStartPost=/bin/c\n',
    },
  ],
  [
    'prefixes, separators and specifiers of commands',
    {
      'a.service': exec(
        'ExecStart=-/bin/a ; /bin/b ; @/bin/c c0 c1\nExecStart=:/bin/a \\; ";" x;y\nExecStart=+/bin/a\nExecStart=!/bin/a\nExecStart=!!/bin/a\nExecStart=-@:+/bin/a z',
      ),
      'b.service': exec('ExecStart=;\nExecStart=/bin/a ;'),
      'c.service': exec('ExecStart=-relative/path\nExecStart=/bin/a'),
      'd.service': exec('ExecStart=/bin/a "open\nExecStart=/bin/b'),
      'e.service': exec('ExecStart=-/bin/a "open\nExecStart=/bin/b'),
      'f.service': exec('ExecStart=/bin/a %% 50%'),
      'g.service': exec('ExecStart=/bin/a %!'),
      'h.service': exec('ExecStart=/bin/a %Z'),
      'i.service': exec('ExecStart=/bin/a/../b\nExecStart=name\nExecStart=/bin/a \\q'),
      'j.service': exec('ExecStart=/bin/'),
      'k.service': exec('ExecStart=@/bin/a'),
      'l.service': exec('ExecStart=-'),
      'm.service': exec('ExecStart="/bin/with space" a'),
      'n.service': exec(`ExecStart=/bin/${'a'.repeat(256)}`),
      'o.service': exec('ExecStart=++/bin/a'),
      'p.service': exec('ExecStart=!!!/bin/a'),
      'q.service': exec('ExecStart=!+/bin/a'),
      'r-s@.service': exec('ExecStart=/bin/a %i %I %n %N %p %P %j %J %f %t %S %C %L %E %T %V %h %u %U %g %G %d'),
      'x-y\\x2dz.service': exec('ExecStart=/bin/a %n %N %p %P %j %J %f'),
    },
  ],
  [
    'services that systemd refuses',
    {
      'a.service': '[Service]\nType=oneshot\n',
      'b.service': '[Service]\nExecStart=/bin/a\nExecStart=/bin/b\n',
      'c.service': '[Service]\nExecStop=/bin/a\n',
      'd.service': '[Service]\nExecStop=/bin/a\nRemainAfterExit=yes\n',
      'e.service': '[Service]\nType=oneshot\nRestart=always\nExecStart=/bin/a\n',
      'f.service': '[Service]\nType=oneshot\nRestart=nonsense\nExecStart=/bin/a\n',
      'g.service': '[Service]\nType=dbus\nExecStart=/bin/a\n',
      'h.service': '[Service]\nType=dbus\nBusName=no\nExecStart=/bin/a\n',
      'i.service': '[Service]\nType=dbus\nBusName=org.x.%p\nExecStart=/bin/a\n',
      'j.service': '[Unit]\nSuccessAction=reboot\n[Service]\nType=oneshot\n',
      'k.service': '[Service]\nType=oneshot\nExecStart=/bin/a\nRestartForceExitStatus=1\n',
      'l.service': '[Service]\nType=oneshot\nExecStart=/bin/a\nExitType=cgroup\n',
      'm.service': `${S}PAMName=login\nKillMode=process\n`,
      'n.service': `${S}User=a:b\n`,
      'o.service': `${S}User=4294967295\n`,
      'p.service': `${S}User=0\nGroup=-a\nSupplementaryGroups=a b\n`,
      'q.service': `${S}SupplementaryGroups=a a/b\n`,
      'r.service': `${S}DynamicUser=perhaps\n`,
      's.service': `${S}WorkingDirectory=relative\n`,
      't.service': `${S}WorkingDirectory=-relative\n`,
      'u.service': `${S}WorkingDirectory=~\nRootDirectory=relative\n`,
      'v.service': `${S}RootImage=/a/../b\n`,
      'w.service': '[Service]\nType=nonsense\nRemainAfterExit=1\nExecStop=/bin/a\n',
      'x.service': '[Unit]\nDescription=nothing\n',
      'y.service': `${S}User=%i\n`,
      'z.service': `${S}DynamicUser=\n`,
    },
  ],
  [
    'sockets',
    {
      ...Object.fromEntries(
        [
          ...['ListenStream=/run/a', 'ListenStream=80', 'ListenStream=0', 'ListenStream=65536', 'ListenStream=@a', 'ListenStream=@', 'ListenStream=relative'],
          ...['ListenStream=127.0.0.1:80', 'ListenStream=127.0.0.1', 'ListenStream=1.2.3:80', 'ListenStream=[::1]:80', 'ListenStream=[::1]:80%eth0'],
          ...['ListenStream=[::g]:80', 'ListenStream=vsock:2:80', 'ListenStream=vsock::80', 'ListenStream=vsock:80', `ListenStream=/${'a'.repeat(106)}`],
          ...[`ListenStream=/${'a'.repeat(107)}`, 'ListenFIFO=/run/a', 'ListenFIFO=a', 'ListenNetlink=kobject-uevent 1', 'ListenNetlink=nonsense'],
          ...[
            'ListenSpecial=/dev/a',
            'ListenMessageQueue=/a',
            'ListenSequentialPacket=/run/a',
            'ListenSequentialPacket=80',
            'ListenStream=/run/a\nListenStream=',
          ],
          ...['ListenStream=80\nListenFIFO=', 'ListenStream=80\nAccept=yes', 'ListenDatagram=80\nAccept=yes', 'ListenStream=80\nAccept=yes\nMaxConnections=0'],
          ...['ListenStream=80\nAccept=yes\nService=a.service', 'ListenStream=80\nService=a.socket', 'ListenStream=/run/a\nSymlinks=/run/b'],
          ...[
            'ListenStream=80\nSymlinks=/run/b',
            'ListenStream=/run/a\nListenStream=/run/c\nSymlinks=/run/b',
            'ListenStream=80\nExecStartPre=/bin/a\nExecStopPre=/bin/b',
          ],
          ...['ListenStream=/run/%p', 'ListenStream=%i', 'ListenStream=/run/a\nSocketUser=a:b', 'Accept=yes'],
        ].map((text, index) => [`s${index}.socket`, `[Socket]\n${text}\n`]),
      ),
      ...Object.fromEntries(Array.from({ length: 45 }, (_, index) => [`s${index}.service`, S])),
      'a.service': S,
    },
  ],
  [
    'mounts, automounts and swaps',
    {
      'a.mount': '[Mount]\nWhat=x\nWhere=/a\n',
      'b.mount': '[Mount]\nWhat=x\nWhere=/a\n',
      'c.mount': '[Mount]\nWhat=x\n',
      'd.mount': '[Mount]\nWhere=/d\n',
      'e-\\x2ef.mount': '[Mount]\nWhat=x\nWhere=/e/.f/\n',
      'g.mount': '[Mount]\nWhat=x\nWhere=g\n',
      'proc.mount': '[Mount]\nWhat=x\nWhere=/proc\n',
      'sys-fs-cgroup-x.mount': '[Mount]\nWhat=x\n',
      'run-host.mount': '[Mount]\nWhat=x\n',
      '-.mount': '[Mount]\nWhat=x\nOptions=ro\n',
      'h.mount': '[Mount]\nWhat=x\nPAMName=a\nKillMode=mixed\n',
      'i.mount': '[Mount]\nWhat=x\nWhere=/%p\n',
      'j\\x2.mount': '[Mount]\nWhat=x\n',
      'a.automount': '[Automount]\nWhere=/a\n',
      'b.automount': '[Automount]\nWhere=/a\n',
      '-.automount': '[Automount]\nWhere=/\n',
      'c.automount': '[Automount]\nExtraOptions=indirect,x\n',
      'd.automount': '[Automount]\nExtraOptions=x=1\n',
      'a-b.swap': '[Swap]\nWhat=/a/b\n',
      'a-c.swap': '[Swap]\nWhat=/a/b\n',
      'a-d.swap': '[Swap]\n',
    },
  ],
  [
    'paths and parts of paths that are too long',
    Object.fromEntries(
      LENGTHS.flatMap(([name, path]) => [
        [`${name}.service`, `[Service]\nExecStart=${path}\n`],
        [`${name}-name.service`, `[Service]\nExecStart=${path.slice(1)}\n`],
        [`${name}-root.service`, `${S}RootDirectory=${path}\n`],
        [`${name}-work.service`, `${S}WorkingDirectory=${path}\n`],
        [`${name}.path`, `[Path]\nPathExists=${path}\n`],
        [`${name}.socket`, `[Socket]\nListenFIFO=${path}\n`],
        [`${name}.mount`, `[Mount]\nWhat=x\nWhere=${path}\n`],
      ]),
    ),
  ],
  [
    'timers, paths, slices, targets, scopes and devices',
    {
      ...Object.fromEntries(
        [
          '',
          'OnBootSec=1',
          'OnBootSec=1x',
          'OnBootSec=1h 30min',
          'OnBootSec=infinity',
          'OnCalendar=daily',
          'OnClockChange=yes',
          'OnBootSec=1\nOnUnitActiveSec=',
          'OnActiveSec=1.5s',
        ].map((text, index) => [`t${index}.timer`, `[Timer]\n${text}\n`]),
      ),
      ...Object.fromEntries(
        ['', 'PathExists=/a', 'PathExists=a', 'PathChanged=/a/%p', 'PathExists=/a\nPathModified='].map((text, index) => [
          `p${index}.path`,
          `[Path]\n${text}\n`,
        ]),
      ),
      'a.slice': '[Slice]\n',
      'a-b.slice': '[Unit]\n',
      'a--b.slice': '[Unit]\n',
      'c-.slice': '[Unit]\n',
      'system.slice': '-> /dev/null',
      'a.target': '[Unit]\nDescription=x\n',
      'b.target': '[Target]\nX=y\n',
      'a.scope': '[Scope]\n',
      'dev-x.device': '[Unit]\nDescription=x\n',
    },
  ],
];

describeOracle('units as systemd loads them', toolsFor('systemd-analyze', 'apt-get', 'dpkg-deb'), () => {
  let debian: string;
  beforeAll(async () => {
    debian = mkdtempSync(join(tmpdir(), 'staticfire-debian-units-'));
    await copyDebianUnits(debianUnitPackages, debian);
  }, TEN_MINUTES);
  afterAll(() => rmSync(debian, { recursive: true }));

  it('every unit of some seventy Debian packages', () => {
    const { ours: mine, theirs: other } = compare(debian, 'together');
    expect(Object.keys(mine).length).toBeGreaterThan(300);
    expect(mine).toEqual(other);
  });

  it.each<[string, UnitFiles]>(TREES)('%s', (title, files) => {
    withRoot(Object.fromEntries(Object.entries(files).map(([name, text]) => [name.startsWith('/') ? name : `${UNITS}/${name}`, text])), (root) => {
      const { ours: mine, theirs: other } = compare(root, title === MASKS ? 'one by one' : 'together');
      expect(Object.keys(mine).length).toBeGreaterThan(0);
      expect(mine).toEqual(other);
    });
  });
});
