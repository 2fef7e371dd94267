import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyDebianUnits, debianUnitPackages, describeOracle, readRoot, toolsFor, type UnitFiles, verifyUnits, withRoot } from '@staticfire/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { unitFolders } from '../files/unit-folders.ts';
import { UnitTree } from '../files/unit-tree.ts';
import { UnitLoader } from '../load/unit-loader.ts';
import { parseUnitName } from '../names/unit-name.ts';
import { type GraphUnit, UnitGraph } from './unit-graph.ts';

const UNITS = '/usr/lib/systemd/system';
const TEN_MINUTES = 600_000;
/** systemd has no devices where it runs in a container, and leaves swap to the host; of a socket that accepts, systemd-analyze tries an instance. */
const ELSEWHERE = /\.device$|^blockdev@|\.swap$|^system-accepting\.slice$/;
/** It makes no scope for itself. */
const SCOPE = 'init.scope';

type Dependencies = Record<string, Record<string, readonly string[]>>;

function compare(root: string): { readonly ours: Dependencies; readonly theirs: Dependencies } {
  const loader = new UnitLoader(new UnitTree(readRoot(root)), { folders: unitFolders, release: 252 });
  const names = loader.lookup.names.filter((name) => parseUnitName(name)!.kind !== 'template' && loader.load(name)!.loadState === 'loaded');
  // systemd-analyze has no system.conf, and with it no DefaultStandardOutput=journal.
  const graph = new UnitGraph(loader, names, { defaultOutput: 'inherit' });
  const { units } = verifyUnits(root, [...names, '-.mount', '-.slice', 'system.slice']);
  const verified = [...units.values()].filter(({ name }) => !ELSEWHERE.test(name));
  const here = (lists: Iterable<readonly [string, readonly string[]]>) => {
    const kept = [...lists].map(([kind, others]) => [kind, others.filter((name) => !ELSEWHERE.test(name) && name !== SCOPE).toSorted()] as const);
    return Object.fromEntries(kept.filter(([kind, others]) => others.length > 0 && !/^Reference/.test(kind)));
  };
  const ourDependencies = ({ dependencies, mountsFor }: GraphUnit) =>
    here([...[...dependencies].map(([kind, others]) => [kind as string, [...others]] as const), ['RequiresMountsFor', [...mountsFor]]]);
  return {
    ours: Object.fromEntries(verified.map(({ name }) => [name, ourDependencies(graph.get(name)!)])),
    theirs: Object.fromEntries(verified.map(({ name, dependencies }) => [name, here(Object.entries(dependencies))])),
  };
}

const S = '[Service]\nExecStart=/bin/a\n';
const unit = (text: string) => `[Unit]\n${text}\n${S}`;
const service = (text: string) => `${S}${text}\n`;

const TREES: [string, UnitFiles][] = [
  [
    'what [Unit] says, and folders of links',
    {
      'a.service': unit(
        'Requires=b.service c.service\nWants=d.service\nWants=\nRequisite=b.service\nBindsTo=c.service\nBindTo=d.service\nPartOf=b.service\nUpholds=c.service\nConflicts=d.service\nBefore=b.service\nAfter=c.service a.service\nOnFailure=b.service\nOnSuccess=c.service\nPropagatesReloadTo=b.service\nReloadPropagatedFrom=c.service\nPropagatesStopTo=b.service\nStopPropagatedFrom=c.service\nJoinsNamespaceOf=b.service\nRequiresOverridable=e.service',
      ),
      'b.service': S,
      'c.service': S,
      'd.service': S,
      'e.service': '-> b.service',
      'f.service': unit('Wants=gone.service "b.service" %p.target t@.service nonsense b.conf'),
      'g@x.service': unit('Wants=t@.service t@%i.service %n'),
      't@.service': unit('Wants=t@%i-x.service'),
      'g@y.service': '-> g@x.service',
      'h.target': '[Unit]\nWants=b.service c.service\nBefore=c.service\n',
      'h.target.wants/d.service': '-> ../d.service',
      'h.target.wants/t@one.service': '-> ../t@.service',
      'h.target.wants/t@.service': '-> ../t@.service',
      'h.target.requires/a.service': '-> ../a.service',
      'h.target.wants/none.service': '-> nowhere',
      'h.target.wants/file.service': 'no link',
      'h.target.wants/masked.service': '-> /dev/null',
      'h.target.wants/other.service': '-> ../b.service',
      'h.target.wants/not a name': '-> ../b.service',
      'h.target.upholds/b.service': '-> ../b.service',
      'target.wants/c.service': '-> ../c.service',
      'i.target': '[Unit]\nDefaultDependencies=no\nWants=b.service\n',
      'j.target': '[Unit]\nRequires=k.service\nDefaultDependencies=nonsense\n',
      'k.service': unit('DefaultDependencies=no'),
      'l.target': '[Unit]\nBindsTo=b.service\nRequisite=c.service\nUpholds=d.service\n',
      'm.slice': '[Unit]\nOnFailure=b.service\nWants=b.service\n',
      'shutdown.target': '[Unit]\nDescription=x\n',
      'sysinit.target': '[Unit]\nDescription=x\n',
      'basic.target': '[Unit]\nRequires=sysinit.target\nAfter=sysinit.target\n',
    },
  ],
  [
    'slices',
    {
      'a.service': service('Slice=x-y.slice'),
      'b.service': service('Slice=a.service\nSlice=none'),
      'c-d@.service': S,
      'c-d@i.service': '-> c-d@.service',
      'e@i.service': service('Slice=z.slice'),
      'x.slice': '[Slice]\nSlice=x-y.slice\n',
      'x-y-z.slice': '[Unit]\nDefaultDependencies=no\n',
      'f.socket': '[Socket]\nListenStream=80\nSlice=x.slice\n',
      'f.service': S,
      'sys-x.mount': '[Mount]\nWhat=x\n',
      'y.mount': '[Mount]\nWhat=x\nSlice=x.slice\n',
    },
  ],
  [
    'what programs need',
    {
      'var.mount': '[Mount]\nWhat=x\n',
      'var-lib-a.mount': '[Mount]\nWhat=x\n',
      'run-b.mount': '[Mount]\nWhat=x\n',
      'etc-c.mount': '[Mount]\nWhat=x\n',
      'tmp.mount': '[Mount]\nWhat=tmpfs\nType=tmpfs\n',
      'opt.mount': '-> /dev/null',
      'a.service': service('StateDirectory=a b/c\nRuntimeDirectory=b\nConfigurationDirectory=c'),
      'b.service': service('WorkingDirectory=/var/x\nRootDirectory=/opt/y'),
      'c.service': service('WorkingDirectory=-/var/x'),
      'd.service': service('PrivateTmp=yes'),
      'e.service': service('DynamicUser=yes\nCacheDirectory=%p:link'),
      'f.service': service('StandardOutput=journal'),
      'g.service': service('StandardError=kmsg+console\nStandardOutput=null'),
      'h.service': service('StandardOutput=file:/x\nStandardInput=tty'),
      'i.service': service('LogNamespace=%p'),
      'j.service': service('RootImage=/var/i.raw'),
      'k.service': unit('RequiresMountsFor=/var/lib/a/b "/etc/c" relative /run/../x'),
      'l.service': service('StateDirectory=\nLogsDirectory=../x /y\nPrivateTmp=no'),
      'm.service': service('Type=dbus\nBusName=org.m'),
      'n.service': service('BusName=org.n'),
      'o.service': service('Type=simple\nBusName=org.o'),
      'p.socket': '[Socket]\nListenStream=80\nExecStartPre=/bin/a\nStandardOutput=journal\n',
      'p.service': S,
      'q.socket': '[Socket]\nListenStream=/var/lib/a/socket\nStandardOutput=journal\n',
      'q.service': S,
      'r.service': service('Sockets=p.socket gone.socket q.service'),
      's.service': service('StandardOutput=syslog'),
    },
  ],
  [
    'sockets, timers, paths and automounts',
    {
      ...Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => [`${name}.service`, S])),
      'a.socket': '[Socket]\nListenStream=/var/x/y\nListenFIFO=/run/z\n',
      'b.socket': '[Socket]\nListenStream=80\nService=a.service\n',
      'accepting@.service': S,
      'accepting.socket': '[Socket]\nListenStream=80\nAccept=yes\n',
      'd.socket': '[Unit]\nDefaultDependencies=no\n[Socket]\nListenDatagram=80\n',
      'e.timer': '[Timer]\nOnCalendar=daily\nPersistent=yes\n',
      'f.timer': '[Timer]\nOnBootSec=1\nUnit=a.service\nUnit=b.service\n',
      'g.timer': '[Timer]\nOnBootSec=1\nUnit=g.timer\nUnit=nonsense\n',
      'a.path': '[Path]\nPathExists=/var/x/y\n',
      'b.path': '[Unit]\nDefaultDependencies=no\n[Path]\nPathChanged=/x\nUnit=x.target\n',
      'var-x.mount': '[Mount]\nWhat=x\n',
      'var-x.automount': '[Automount]\nWhere=/var/x\n',
      'var.mount': '[Mount]\nWhat=x\n',
      'x.target': '[Unit]\nDescription=x\n',
    },
  ],
  [
    'mounts',
    {
      'a.mount': '[Mount]\nWhat=tmpfs\nType=tmpfs\n',
      'a-b.mount': '[Mount]\nWhat=/var/c\nOptions=bind\n',
      'a-b-c.mount': '[Mount]\nWhat=server:/x\nType=nfs\n',
      'd.mount': '[Mount]\nWhat=/var/c/image\nOptions=loop,nofail\n',
      'e.mount': '[Mount]\nWhat=x\nOptions=_netdev,nofail,fail\n',
      'f.mount': '[Unit]\nDefaultDependencies=no\n[Mount]\nWhat=x\nType=tmpfs\n',
      'g.mount': '[Mount]\nWhat=x\nType=ext4\nOptions=usrquota\n',
      'h.mount': '[Mount]\nWhat=x\nType=xfs\nOptions=usrquota\n',
      'i.mount': '[Mount]\nWhat=/dev/x\nType=fuse.sshfs\n',
      'proc-x.mount': '[Mount]\nWhat=x\n',
      'usr.mount': '[Mount]\nWhat=x\n',
      'usr-x.mount': '[Mount]\nWhat=x\n',
      'etc.mount': '[Mount]\nWhat=x\n',
      'j.mount': '[Mount]\nWhat=x\nOptions=x-initrd.mount\n',
      'var-c.mount': '[Mount]\nWhat=x\n',
      '-.mount': '[Mount]\nWhat=/dev/y\nOptions=ro\n',
    },
  ],
];

describeOracle('how units depend on one another', toolsFor('systemd-analyze', 'apt-get', 'dpkg-deb'), () => {
  let debian: string;
  beforeAll(async () => {
    debian = mkdtempSync(join(tmpdir(), 'staticfire-debian-graph-'));
    mkdirSync(join(debian, 'etc'));
    await copyDebianUnits(debianUnitPackages, debian);
  }, TEN_MINUTES);
  afterAll(() => rmSync(debian, { recursive: true }));

  it('in some seventy Debian packages', () => {
    const { ours, theirs } = compare(debian);
    expect(Object.keys(theirs).length).toBeGreaterThan(250);
    expect(ours).toEqual(theirs);
  });

  it.each(TREES)('%s', (_, files) => {
    withRoot(Object.fromEntries(Object.entries(files).map(([name, text]) => [`${UNITS}/${name}`, text])), (root) => {
      const { ours, theirs } = compare(root);
      expect(Object.keys(theirs).length).toBeGreaterThan(5);
      expect(ours).toEqual(theirs);
    });
  });
});
