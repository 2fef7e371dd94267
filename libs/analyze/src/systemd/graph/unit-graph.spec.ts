import { describe, expect, it } from 'vitest';
import { loaderOf } from '../fixtures/unit-files.ts';
import type { DependencyKind } from './dependency-kind.ts';
import { UnitGraph } from './unit-graph.ts';

const of = (files: Record<string, string>, name: string, kinds: readonly DependencyKind[], release = 252) => {
  const graph = new UnitGraph(loaderOf(files, release), Object.keys(files));
  return Object.fromEntries(kinds.map((kind) => [kind, [...graph.of(name, kind)].sort()]));
};

const DEVICE = 'dev-disk-by\\x2dpartlabel-BOTTLEROCKET\\x2dDATA.device';
const BLOCK = 'blockdev@dev-disk-by\\x2dpartlabel-BOTTLEROCKET\\x2dDATA.target';
const mount = (what: string, options = '') => ({
  'local.mount': `[Unit]\nDefaultDependencies=no\n[Mount]\nWhat=${what}\nWhere=/local\nOptions=${options}\nStandardOutput=null\n`,
});

describe('devices, which systemd does not have where it runs in a container (systemd.mount(5), systemd.socket(5), systemd.swap(5))', () => {
  it.each<[string, number, Record<string, string>, readonly DependencyKind[], Record<string, readonly string[]>]>([
    [
      'a mount of a device requires it',
      252,
      mount('/dev/disk/by-partlabel/BOTTLEROCKET-DATA'),
      ['After', 'Requires', 'BindsTo', 'StopPropagatedFrom'],
      { After: ['-.mount', BLOCK, DEVICE, 'system.slice'].sort(), Requires: [DEVICE, 'system.slice'].sort(), BindsTo: [], StopPropagatedFrom: [DEVICE] },
    ],
    [
      'one that is bound to its device goes with it',
      252,
      mount('/dev/disk/by-partlabel/BOTTLEROCKET-DATA', 'x-systemd.device-bound'),
      ['Requires', 'BindsTo', 'StopPropagatedFrom'],
      { Requires: ['system.slice'], BindsTo: [DEVICE], StopPropagatedFrom: [] },
    ],
    [
      'a label is no device to 252',
      252,
      mount('PARTLABEL=BOTTLEROCKET-DATA'),
      ['Requires', 'StopPropagatedFrom'],
      { Requires: ['system.slice'], StopPropagatedFrom: [] },
    ],
    ['a label is one since 254', 257, mount('PARTLABEL=BOTTLEROCKET-DATA'), ['Requires'], { Requires: [DEVICE, 'system.slice'].sort() }],
    ['a bind mount of a device has none', 252, mount('/dev/x', 'bind'), ['Requires'], { Requires: ['system.slice'] }],
    ['/dev/root is none', 252, mount('/dev/root'), ['Requires'], { Requires: ['system.slice'] }],
  ])('%s', (_, release, files, kinds, expected) => expect(of(files, 'local.mount', kinds, release)).toEqual(expected));

  it('a setting with a name that every object of JavaScript has says nothing', () => {
    const files = { 'a.service': '[Unit]\nconstructor=b.service\n__proto__=b.service\nWants=c.service\n[Service]\nExecStart=/bin/a\n' };
    expect(of(files, 'a.service', ['Wants', 'After'])).toMatchObject({ Wants: ['c.service'], After: expect.not.arrayContaining(['b.service']) });
  });

  it('a socket that is bound to a device goes with it', () => {
    const files = { 'a.socket': '[Socket]\nListenStream=80\nBindToDevice=eth0\n', 'a.service': '[Service]\nExecStart=/bin/a\n' };
    expect(of(files, 'a.socket', ['BindsTo'])).toEqual({ BindsTo: ['sys-subsystem-net-devices-eth0.device'] });
  });

  it('swap on a device requires it, swap in a file the root to be writable', () => {
    const files = { 'dev-zram0.swap': '[Swap]\nWhat=/dev/zram0\n', 'var-swap.swap': '[Swap]\nWhat=/var/swap\n' };
    expect(of(files, 'dev-zram0.swap', ['Requires', 'Before', 'Conflicts'])).toEqual({
      Requires: ['dev-zram0.device', 'system.slice'],
      Before: ['swap.target', 'umount.target'],
      Conflicts: ['umount.target'],
    });
    expect(of(files, 'var-swap.swap', ['After']).After).toContain('systemd-remount-fs.service');
  });

  it('nothing waits before a device', () => {
    expect(of({ 'a.target': '[Unit]\nBefore=dev-x.device\nAfter=dev-y.device\n' }, 'a.target', ['Before', 'After'])).toEqual({
      Before: ['shutdown.target'],
      After: ['dev-y.device'],
    });
  });
});

describe('later releases', () => {
  const files = {
    'a.target': '[Unit]\nDefaultDependencies=no\n',
    'a.target.upholds/b.service': '-> ../b.service',
    'b.service': '[Unit]\nDefaultDependencies=no\nWantsMountsFor=/var/x\n[Service]\nExecStart=/bin/a\nStandardOutput=null\n',
    'var.mount': '[Mount]\nWhat=x\n',
  };
  it.each([
    [252, [], ['system.slice']],
    [257, ['b.service'], ['-.mount', 'system.slice', 'var.mount']],
  ])('%i', (release, upheld, after) => {
    expect(of(files, 'a.target', ['Upholds'], release)).toEqual({ Upholds: upheld });
    expect(of(files, 'b.service', ['After'], release)).toEqual({ After: after });
  });
});

describe('the journal', () => {
  it.each([
    ['', ['systemd-journald.socket']],
    ['StandardOutput=null', []],
    ['StandardOutput=null\nStandardError=journal', ['systemd-journald.socket']],
    ['StandardInput=tty', []],
    ['LogNamespace=x', ['systemd-journald-varlink@x.socket', 'systemd-journald@x.socket']],
  ])('comes before what writes to it: %j', (text, sockets) => {
    const { After } = of({ 'a.service': `[Unit]\nDefaultDependencies=no\n[Service]\nExecStart=/bin/a\n${text}\n` }, 'a.service', ['After']);
    expect(After!.filter((name) => name.startsWith('systemd-journald'))).toEqual(sockets);
  });
});
