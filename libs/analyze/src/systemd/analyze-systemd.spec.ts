import { describe, expect, it } from 'vitest';
import { analyzeSystemd, type SystemdInput } from './analyze-systemd.ts';
import { unitFolders } from './files/unit-folders.ts';
import { treeFiles } from './fixtures/unit-files.ts';

const service = (text = '', install = '') => `[Unit]\n${text}\n[Service]\nExecStart=/usr/bin/a\n[Install]\n${install}\n`;
const oneshot = (unit: string, commands: readonly string[], install: string) =>
  `[Unit]\n${unit}\n[Service]\nType=oneshot\nRemainAfterExit=yes\n${commands.map((command) => `ExecStart=${command}`).join('\n')}\n[Install]\n${install}\n`;

/** Three targets, one after another, as Bottlerocket's (anatomy 7.2). */
const NODE = {
  'default.target': '-> preconfigured.target',
  'preconfigured.target': '[Unit]\nRequires=basic.target\nAfter=basic.target\nAllowIsolate=yes\n[Install]\nRequiredBy=configured.target multi-user.target\n',
  'configured.target': '[Unit]\nRequires=preconfigured.target\nAfter=preconfigured.target\nAllowIsolate=yes\n[Install]\nRequiredBy=multi-user.target\n',
  'multi-user.target': '[Unit]\nRequires=basic.target configured.target\nAfter=basic.target configured.target\nAllowIsolate=yes\n',
  'basic.target': '[Unit]\nRequires=sysinit.target\nAfter=sysinit.target\n',
  'sysinit.target': '[Unit]\nDescription=x\n',
  'shutdown.target': '[Unit]\nDefaultDependencies=no\n',
  'activate-configured.service': oneshot(
    'After=preconfigured.target\nRequires=preconfigured.target',
    ['/usr/bin/systemctl set-default configured', '/usr/bin/systemctl isolate default --no-block'],
    'WantedBy=preconfigured.target',
  ),
  'activate-multi-user.service': oneshot(
    'After=configured.target\nRequires=configured.target',
    ['/usr/bin/systemctl set-default multi-user', '/usr/bin/systemctl isolate default --no-block'],
    'WantedBy=configured.target',
  ),
  'storewolf.service': oneshot('', ['/usr/bin/storewolf'], 'RequiredBy=preconfigured.target'),
  'chronyd.service': service('', 'WantedBy=configured.target'),
  'kubelet.service': service('', 'WantedBy=multi-user.target'),
  'unused.service': service(),
};

const analyze = (files: Record<string, string>, input: Partial<SystemdInput> = {}) =>
  analyzeSystemd({ files: treeFiles(files), folders: unitFolders, release: 252, generators: [], words: [], ...input });

describe('a node that starts', () => {
  it('goes through the targets that its services isolate', () => {
    const { stages } = analyze(NODE);
    expect(stages.map(({ asked, target, mode, by, failed }) => ({ asked, target, mode, by: by?.unit, failed }))).toEqual([
      { asked: 'default.target', target: 'preconfigured.target', mode: 'isolate', by: undefined, failed: undefined },
      { asked: 'default.target', target: 'configured.target', mode: 'isolate', by: 'activate-configured.service', failed: undefined },
      { asked: 'default.target', target: 'multi-user.target', mode: 'isolate', by: 'activate-multi-user.service', failed: undefined },
    ]);
    expect(stages[1]?.by).toEqual({ unit: 'activate-configured.service', path: '/usr/lib/systemd/system/activate-configured.service', line: 8 });
  });

  it('starts each unit in the stage that wants it first', () => {
    const { units } = analyze(NODE);
    const stageOf = (name: string) => units.find(({ unit }) => unit.name.name === name)?.stage;
    expect(['storewolf.service', 'chronyd.service', 'kubelet.service', 'unused.service', 'system.slice'].map(stageOf)).toEqual([0, 1, 2, undefined, 0]);
    const enablement = (name: string) => units.find(({ unit }) => unit.name.name === name)?.enablement;
    expect(['kubelet.service', 'unused.service', 'preconfigured.target', 'default.target'].map(enablement)).toEqual([
      'enabled',
      'static',
      'enabled',
      undefined,
    ]);
  });

  it('has a chain of units through each stage', () => {
    const { stages } = analyze(NODE);
    // Of two chains of four, the one whose names come first from the end: basic.target before system.slice.
    expect(stages[0]?.chain).toEqual(['sysinit.target', 'basic.target', 'storewolf.service', 'preconfigured.target']);
    expect(stages[2]?.chain.at(-1)).toBe('multi-user.target');
  });

  it('starts nothing that its presets disable', () => {
    const { units } = analyze({ ...NODE, '/usr/lib/systemd/system-preset/1.preset': 'disable kubelet.service\n' });
    expect(units.find(({ unit }) => unit.name.name === 'kubelet.service')).toMatchObject({ enablement: 'disabled', triggeredBy: [] });
    expect(units.find(({ unit }) => unit.name.name === 'kubelet.service')?.stage).toBeUndefined();
  });

  it('enables nothing when one unit has a damaged file', () => {
    const { presets, units } = analyze({ ...NODE, 'a.service': '[Service' });
    expect(presets).toMatchObject({ failed: { unit: 'a.service', errno: 'EBADMSG' }, links: [] });
    expect(units.find(({ unit }) => unit.name.name === 'kubelet.service')?.stage).toBeUndefined();
    expect(units.find(({ unit }) => unit.name.name === 'a.service')?.unit).toMatchObject({ loadState: 'error', reason: expect.stringContaining('line 1') });
  });

  it.each([
    [[{ name: 'systemd.unit', value: 'multi-user.target' }], 'multi-user.target'],
    [[{ name: 'systemd.unit', value: 'no name' }], 'preconfigured.target'],
    [[{ name: 'systemd.unit', value: 'configured.target' }, { name: 'single' }], 'rescue.target'],
    [[{ name: 'quiet' }, { name: '3' }], 'multi-user.target'],
  ])('takes its first target from the command line %j', (words, target) => expect(analyze(NODE, { words }).stages[0]?.target).toBe(target));

  it('goes on after a target that cannot be had', () => {
    const { stages } = analyze({ 'a.service': service() });
    expect(stages).toMatchObject([
      { target: 'default.target', failed: 'default.target is not-found: no search folder has default.target', starts: [], chain: [] },
    ]);
  });

  it('tells what starts a unit when something happens', () => {
    const { units } = analyze({
      ...NODE,
      'sockets.target': '[Unit]\n',
      'basic.target': '[Unit]\nRequires=sysinit.target\nAfter=sysinit.target\nWants=sockets.target timers.target\n',
      'timers.target': '[Unit]\n',
      'docker.socket': '[Socket]\nListenStream=/run/docker.sock\n[Install]\nWantedBy=sockets.target\n',
      'docker.service': service(),
      'metricdog.timer': '[Timer]\nOnBootSec=1\n[Install]\nWantedBy=timers.target\n',
      'metricdog.service': service(),
      'idle.timer': '[Timer]\nOnBootSec=1\n',
      'idle.service': service(),
    });
    const of = (name: string) => units.find(({ unit }) => unit.name.name === name)?.triggeredBy;
    expect([of('docker.service'), of('metricdog.service'), of('idle.service')]).toEqual([['docker.socket'], ['metricdog.timer'], []]);
  });

  it('has templates and instances', () => {
    const { units } = analyze({
      ...NODE,
      'getty@.service': '[Service]\nUser=%i\nExecStart=/usr/bin/login %I\n[Install]\nWantedBy=multi-user.target\nDefaultInstance=tty1\n',
    });
    expect(units.find(({ unit }) => unit.name.name === 'getty@tty1.service')).toMatchObject({
      stage: 2,
      enablement: 'enabled',
      unit: { loadState: 'loaded', template: 'getty@.service' },
    });
    expect(units.find(({ unit }) => unit.name.name === 'getty@.service')).toMatchObject({ enablement: 'enabled', unit: { loadState: 'loaded' } });
  });

  it('names drop-ins of units that do not exist', () => {
    const { orphans } = analyze({
      ...NODE,
      'gone.service.d/1.conf': '[Service]\n',
      'kubelet.service.d/1.conf': '[Service]\n',
      'service.d/1.conf': '[Service]\n',
      'kube-.service.d/1.conf': '[Service]\n',
      'gone.target.wants/kubelet.service': '-> ../kubelet.service',
      'dev-x.device.d/1.conf': '[Unit]\n',
    });
    expect(orphans).toEqual([
      { folder: '/usr/lib/systemd/system/gone.service.d', unit: 'gone.service' },
      { folder: '/usr/lib/systemd/system/gone.target.wants', unit: 'gone.target' },
    ]);
  });

  describe('with generators', () => {
    const effects = (names: readonly string[], words: SystemdInput['words'] = [], files: Record<string, string> = {}) =>
      analyze({ ...NODE, ...files }, { generators: names.map((name) => `/usr/lib/systemd/system-generators/${name}`), words });

    it.each([
      ['systemd-fstab-generator', [], 'none'],
      ['systemd-fstab-generator', [{ name: 'mount.usr', value: '/dev/x' }], 'unknown'],
      ['systemd-gpt-auto-generator', [], 'unknown'],
      ['ours-generator', [], 'unknown'],
      ['systemd-debug-generator', [], 'none'],
      ['systemd-run-generator', [{ name: 'systemd.run', value: '/bin/x' }], 'unknown'],
    ])('%s with %j: %s', (name, words, effect) => expect(effects([name], words).generators).toMatchObject([{ effect }]));

    it('masks and starts what the command line says', () => {
      const { units, generators } = effects(
        ['systemd-debug-generator'],
        [{ name: 'systemd.mask', value: 'kubelet' }, { name: 'systemd.debug-shell' }, { name: 'systemd.wants', value: 'unused.service' }],
        { 'debug-shell.service': service() },
      );
      const of = (name: string) => units.find(({ unit }) => unit.name.name === name);
      expect(generators).toMatchObject([{ effect: 'known' }]);
      expect(of('kubelet.service')?.unit.loadState).toBe('masked');
      expect([of('unused.service')?.stage, of('debug-shell.service')?.stage]).toEqual([0, 0]);
    });

    it('does nothing of the kind without the generator', () => {
      const { units } = analyze(NODE, { words: [{ name: 'systemd.mask', value: 'kubelet' }] });
      expect(units.find(({ unit }) => unit.name.name === 'kubelet.service')?.unit.loadState).toBe('loaded');
    });

    it('logs in on consoles that the command line names', () => {
      const words = ['tty0', 'ttyS0,115200n8', 'hvc0'].map((value) => ({ name: 'console', value }));
      const files = { 'serial-getty@.service': service(), 'getty.target': '[Unit]\n[Install]\nWantedBy=multi-user.target\n' };
      const { units } = effects(['systemd-getty-generator'], words, files);
      const logins = units.flatMap(({ unit, stage }) => (unit.template === 'serial-getty@.service' ? [`${unit.name.name} ${stage}`] : []));
      expect(logins).toEqual(['serial-getty@hvc0.service 2', 'serial-getty@ttyS0.service 2']);
      expect(effects(['systemd-getty-generator'], words).generators).toMatchObject([{ effect: 'none', reason: 'there is no serial-getty@.service' }]);
    });
  });
});
