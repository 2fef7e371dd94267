import { describe, expect, it } from 'vitest';
import { collectFrom } from '../fixtures/collect-from.ts';
import type { MemoryTree } from '../fixtures/memory-file-system.ts';
import { ExcerptList } from '../runner/excerpt-list.ts';
import { collectSystemdUnits } from './collect-systemd-units.ts';
import type { SystemdUnits } from './systemd-units.schema.ts';

/** ROOT as Bottlerocket lays it out. */
const SR = '/x86_64-bottlerocket-linux-gnu/sys-root/usr';
const LINKS = { '/usr': `-> .${SR}`, '/lib': `-> .${SR}/lib`, '/bin': '-> ./usr/bin' };
const UNITS = '/usr/lib/systemd/system';

const tree = (files: Record<string, string | Uint8Array>): MemoryTree => ({
  ...LINKS,
  ...Object.fromEntries(Object.entries(files).map(([name, text]) => [name.startsWith('/') ? name : `${SR}/lib/systemd/system/${name}`, text])),
});

async function collect(files: Record<string, string | Uint8Array>): Promise<SystemdUnits> {
  const fact = await collectFrom(collectSystemdUnits, tree(files));
  if (fact.state !== 'present') throw new Error(JSON.stringify(fact));
  return fact.value as SystemdUnits;
}

const unitOf = ({ units }: SystemdUnits, name: string) =>
  units.find((unit) => 'name' in unit && unit.name === name) as Exclude<SystemdUnits['units'][number], { $unreadable: unknown }>;

const KUBELET =
  '[Unit]\nDescription=x\n[Service]\nUser=kube\nExecStartPre=-/usr/sbin/iptables -P FORWARD ACCEPT\nExecStart=/usr/bin/kubelet --config %E/kubelet $ARGS\n[Install]\nWantedBy=x.target\n';
const NODE = { 'x.target': '[Unit]\nDescription=x\n', 'default.target': '-> x.target', 'kubelet.service': KUBELET };

describe('systemd.units', () => {
  it('is absent without units', async () => expect((await collectFrom(collectSystemdUnits, { '/usr/lib/os-release': 'x' })).state).toBe('absent'));

  it('has a unit as a node has it', async () => {
    const units = await collect({ ...NODE, 'kubelet.service.d/10.conf': '[Service]\nNoNewPrivileges=yes\n' });
    expect(unitOf(units, 'kubelet.service')).toEqual({
      name: 'kubelet.service',
      type: 'service',
      template: false,
      loadState: 'loaded',
      path: `${UNITS}/kubelet.service`,
      aliases: [],
      dropIns: [`${UNITS}/kubelet.service.d/10.conf`],
      enablement: 'enabled',
      started: true,
      stage: 0,
      startedBy: 'x.target',
      triggeredBy: [],
      user: 'kube',
      commands: [
        {
          key: 'ExecStartPre',
          program: '/usr/sbin/iptables',
          state: 'missing',
          arguments: ['-P', 'FORWARD', 'ACCEPT'],
          privileges: 'unit',
          ignoreFailure: true,
          file: `${UNITS}/kubelet.service`,
          line: 5,
        },
        {
          key: 'ExecStart',
          program: '/usr/bin/kubelet',
          state: 'missing',
          arguments: ['--config', '/etc/kubelet', '$ARGS'],
          privileges: 'unit',
          ignoreFailure: false,
          file: `${UNITS}/kubelet.service`,
          line: 6,
        },
      ],
      listeners: [],
      triggers: [],
      settings: [
        ['Service', 'User', 'kube', 4],
        ['Service', 'ExecStartPre', '-/usr/sbin/iptables -P FORWARD ACCEPT', 5],
        ['Service', 'ExecStart', '/usr/bin/kubelet --config %E/kubelet $ARGS', 6],
        ['Install', 'WantedBy', 'x.target', 8],
        ['Service', 'NoNewPrivileges', 'yes', 2, `${UNITS}/kubelet.service.d/10.conf`],
      ].map(([section, key, value, line, file = `${UNITS}/kubelet.service`]) => ({ section, key, value, redacted: false, file, line })),
    });
  });

  it('reads every unit file once, and quotes the lines that it names', async () => {
    const excerpts = new ExcerptList();
    const fact = await collectFrom(collectSystemdUnits, tree(NODE), { excerpts });
    expect(fact.sources.map((source) => source.path)).toEqual([`${UNITS}/kubelet.service`, `${UNITS}/x.target`]);
    expect(excerpts.sorted().map(({ path, line, text }) => `${path}:${line} ${text}`)).toEqual([
      `${UNITS}/kubelet.service:4 User=kube`,
      `${UNITS}/kubelet.service:5 ExecStartPre=-/usr/sbin/iptables -P FORWARD ACCEPT`,
      `${UNITS}/kubelet.service:6 ExecStart=/usr/bin/kubelet --config %E/kubelet $ARGS`,
      `${UNITS}/kubelet.service:8 WantedBy=x.target`,
    ]);
  });

  it.each([
    ['a program', '/usr/bin/a', 'present'],
    ['a program behind a link', '/bin/a', 'present'],
    ['a program that nobody may execute', '/usr/bin/plain', 'not-executable'],
    ['a folder', '/usr/bin', 'missing'],
    ['nothing', '/usr/bin/none', 'missing'],
    ['a name', 'a', 'present'],
    ['a name of nothing', 'none', 'missing'],
    ['a loop', '/usr/bin/loop', 'missing'],
    ['a program on a filesystem that is mounted later', '/opt/cni/bin/a', 'elsewhere'],
    ['a path that only the node decides', '/usr/bin/%H', 'open'],
  ])('looks for %s', async (_, program, state) => {
    const files = {
      ...NODE,
      'a.service': `[Service]\nExecStart=${program}\n`,
      [`${SR}/bin/a`]: new Uint8Array([0x7f]),
      [`${SR}/bin/plain`]: 'x',
      [`${SR}/bin/loop`]: '-> loop',
    };
    const fact = await collectFrom(collectSystemdUnits, tree(files));
    const units = (fact as { value: SystemdUnits }).value;
    expect(unitOf(units, 'a.service').commands.map((command) => command.state)).toEqual([state]);
  });

  it('has sockets, timers, paths and mounts', async () => {
    const units = await collect({
      ...NODE,
      'a.socket': '[Socket]\nListenStream=/var/run/a.sock\nListenDatagram=53\n',
      'a.service': '[Service]\nExecStart=/usr/bin/a\n',
      'a.timer': '[Timer]\nOnCalendar=daily\nOnBootSec=1min\n',
      'a.path': '[Path]\nPathExists=/run/a\n',
      'var-lib.mount': '[Mount]\nWhat=PARTLABEL=X\nWhere=/var/lib\nType=ext4\nOptions=nosuid,nodev,,noexec\n',
      'srv.mount': '[Mount]\nWhat=tmpfs\n',
    });
    expect(unitOf(units, 'a.socket').listeners).toMatchObject([
      { type: 'stream', family: 'unix', address: '/run/a.sock', line: 2 },
      { type: 'datagram', family: 'ip', address: '53', line: 3 },
    ]);
    expect([unitOf(units, 'a.timer').triggers, unitOf(units, 'a.path').triggers]).toMatchObject([
      [
        { on: 'OnCalendar', value: 'daily' },
        { on: 'OnBootSec', value: '1min' },
      ],
      [{ on: 'PathExists', value: '/run/a' }],
    ]);
    expect([unitOf(units, 'var-lib.mount').mount, unitOf(units, 'srv.mount').mount]).toEqual([
      { what: 'PARTLABEL=X', where: '/var/lib', type: 'ext4', options: ['nosuid', 'nodev', 'noexec'] },
      { what: 'tmpfs', where: '/srv', type: 'auto', options: [] },
    ]);
  });

  it('does not tell secrets', async () => {
    const excerpts = new ExcerptList();
    const text = '[Service]\nEnvironment=REGION=x\nEnvironment=API_TOKEN=hunter2\nExecStart=/usr/bin/a AKIAABCDEFGHIJKLMNOP\n';
    const fact = await collectFrom(collectSystemdUnits, tree({ ...NODE, 'a.service': text }), { excerpts });
    expect(JSON.stringify([fact, excerpts.sorted()])).not.toMatch(/hunter2|AKIA/);
    const { settings, commands } = unitOf((fact as { value: SystemdUnits }).value, 'a.service');
    expect(settings.map(({ value, redacted }) => [value, redacted])).toEqual([
      ['REGION=x', false],
      ['', true],
      ['', true],
    ]);
    expect(commands[0]?.arguments).toEqual([]);
    expect(excerpts.sorted().flatMap(({ path, line }) => (path.endsWith('a.service') ? [line] : []))).toEqual([2]);
  });

  it('tells what is not loaded, and why', async () => {
    const units = await collect({
      ...NODE,
      'masked.service': '-> /dev/null',
      'refused.service': '[Service]\nType=oneshot\n',
      'damaged.service': '[Service]\nExecStart=/usr/bin/a\n[Service',
      'broken.service': '-> nowhere',
      'bytes.service': new Uint8Array([0x5b, 0x41, 0x5d, 0x0a, 0xff, 0x0a]),
      'unreadable.service': '!',
    });
    expect(
      ['masked', 'refused', 'damaged', 'bytes', 'unreadable']
        .map((name) => unitOf(units, `${name}.service`))
        .map(({ loadState, reason }) => [loadState, reason]),
    ).toEqual([
      ['masked', `${UNITS}/masked.service masks it`],
      ['bad-setting', 'it has no ExecStart=, ExecStop= or SuccessAction='],
      ['error', `${UNITS}/damaged.service, line 3: a section header without its closing bracket`],
      ['error', `${UNITS}/bytes.service, line 2: not UTF-8`],
      ['error', expect.stringContaining('is damaged')],
    ]);
    expect(units.units).toContainEqual({ $unreadable: expect.objectContaining({ kind: 'format' }) });
    expect(unitOf(units, 'kubelet.service').loadState).toBe('loaded');
  });

  it('tells of lines and links that systemd skips, and of drop-ins for nothing', async () => {
    const units = await collect({
      ...NODE,
      'a.service': '[Service]\nExecStart=/usr/bin/a\nNoNewPriviliges=yes\n[Servcie]\nfoo\n',
      'service.d/1.conf': '[Service]\nNonsense=1\n',
      'a.mount': '-> x.target',
      'gone.service.d/1.conf': '[Service]\nUser=a\n',
    });
    expect(units.problems).toEqual([
      { kind: 'unknown-key', text: 'NoNewPriviliges', file: `${UNITS}/a.service`, line: 3 },
      { kind: 'unknown-section', text: 'Servcie', file: `${UNITS}/a.service`, line: 4 },
      { kind: 'unknown-key', text: 'Nonsense', file: `${UNITS}/service.d/1.conf`, line: 2 },
    ]);
    expect(units.refusedLinks).toEqual([{ path: `${UNITS}/a.mount`, target: 'x.target', reason: 'units of type mount have no other names' }]);
    expect(units.orphans).toEqual([{ folder: `${UNITS}/gone.service.d`, unit: 'gone.service' }]);
  });

  it('goes by what a node sees: /etc is empty there, and so is /run', async () => {
    const units = await collect({
      ...NODE,
      '/etc/systemd/system/kubelet.service': '-> /dev/null',
      '/etc/systemd/system/ours.service': KUBELET,
      '/run/systemd/system/a.service': KUBELET,
    });
    expect(units.hiddenFolders).toEqual(['/etc/systemd/system', '/run/systemd/system']);
    expect(units.folders).toEqual([UNITS]);
    expect(unitOf(units, 'kubelet.service')).toMatchObject({ loadState: 'loaded', started: true });
    expect([unitOf(units, 'ours.service'), unitOf(units, 'a.service')]).toEqual([undefined, undefined]);
  });

  it.each([
    ['libsystemd-shared-257.9.so', 257],
    ['libsystemd-core-252.so', 252],
    ['libsystemd.so', undefined],
  ])('knows the release by %s', async (name, release) => expect((await collect({ ...NODE, [`${SR}/lib/systemd/${name}`]: 'x' })).release).toBe(release));

  it('follows links out of the folders', async () => {
    const units = await collect({
      ...NODE,
      'linked.service': '-> ../../../share/units/real.service',
      [`${SR}/share/units/real.service`]: '[Service]\nExecStart=/usr/bin/real\n',
      'kubelet.service.d/1.conf': '-> ../../../../share/units/1.conf',
      [`${SR}/share/units/1.conf`]: '[Service]\nPrivateTmp=yes\n',
      'x.target.d': '-> /usr/share/more',
      [`${SR}/share/more/2.conf`]: '[Unit]\nWants=gone.service\n',
    });
    expect(unitOf(units, 'linked.service')).toMatchObject({ loadState: 'loaded', path: `${UNITS}/linked.service`, commands: [{ program: '/usr/bin/real' }] });
    expect(unitOf(units, 'kubelet.service').settings).toContainEqual(expect.objectContaining({ key: 'PrivateTmp', file: `${UNITS}/kubelet.service.d/1.conf` }));
    expect(unitOf(units, 'x.target').dropIns).toEqual([`${UNITS}/x.target.d/2.conf`]);
  });

  it('has a limit of bytes for one file, which is told of that unit alone', async () => {
    const units = await collect({ ...NODE, 'big.service': `[Service]\nExecStart=/usr/bin/a\n#${'x'.repeat(1024 * 1024)}\n` });
    expect(unitOf(units, 'big.service')).toMatchObject({ loadState: 'error', reason: expect.stringMatching(/big\.service has \d+ bytes, at most/) });
    expect(unitOf(units, 'kubelet.service').loadState).toBe('loaded');
  });
});
