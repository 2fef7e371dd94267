import { describe, expect, it } from 'vitest';
import { collectFrom } from '../fixtures/collect-from.ts';
import { collectSystemdUnitSysctls } from './collect-systemd-unit-sysctls.ts';

const KEXEC = '[Service]\nType=oneshot\nExecStart=/sbin/sysctl kernel.kexec_load_disabled=1\n[Install]\nRequiredBy=preconfigured.target\n';
const calls = async (text: string) => {
  const fact = await collectFrom(collectSystemdUnitSysctls, { '/usr/lib/systemd/system/a.service': text, '/usr/lib/systemd/system/b.service': '[Service]\n' });
  return (fact as unknown as { value: { calls: object[] } }).value.calls;
};

describe('systemd.unit-sysctls', () => {
  it('lists the command that Bottlerocket has, and reads no more than it must', async () => {
    const fact = await collectFrom(collectSystemdUnitSysctls, {
      '/usr/lib/systemd/system/disable-kexec-load.service': KEXEC,
      '/usr/lib/systemd/system/b.service': '',
    });
    const path = '/usr/lib/systemd/system/disable-kexec-load.service';
    expect(fact).toMatchObject({
      value: { calls: [{ unit: 'disable-kexec-load.service', file: path, line: 3, key: 'kernel.kexec_load_disabled', value: '1', plain: true, wanted: true }] },
      sources: [{ path }],
    });
  });

  it.each([
    ['an option that writes', 'ExecStart=-/usr/sbin/sysctl -q -w a.b=1', [{ key: 'a.b', value: '1', plain: true }]],
    ['several', 'ExecStartPre=sysctl a=1 b=2', [{ key: 'a' }, { key: 'b', value: '2', plain: true }]],
    ['a file of them', 'ExecStart=/sbin/sysctl -p /etc/x.conf', [{ key: '/etc/x.conf', value: '', plain: false }]],
    ['a variable', 'ExecStart=/sbin/sysctl a=$A', [{ key: 'a', plain: false }]],
    ['a quote', 'ExecStart=/sbin/sysctl "a=1 2"', [{ plain: false }, { plain: false }]],
    ['a shell', 'ExecStart=/bin/sh -c sysctl a=1', [{ plain: false }, { plain: false }]],
    ['none', 'ExecStart=/usr/bin/true', []],
    ['a comment', '#ExecStart=/sbin/sysctl a=1', []],
  ])('%s', async (_, line, expected) => expect(await calls(`[Service]\n${line}\n`)).toMatchObject(expected));

  it('a unit that nothing wants, or only on a condition, is not enabled for sure', async () => {
    expect(await calls(KEXEC.slice(0, KEXEC.indexOf('[Install]')))).toMatchObject([{ wanted: false }]);
    expect(await calls(`[Unit]\nConditionPathExists=/x\n${KEXEC}`)).toMatchObject([{ wanted: false }]);
  });

  it('says so when a service or the folder cannot be read, and is absent without one', async () => {
    expect(await collectFrom(collectSystemdUnitSysctls, { '/usr/lib/systemd/system/a.service': '!' })).toMatchObject({
      value: { calls: [{ $unreadable: {} }] },
    });
    expect(await collectFrom(collectSystemdUnitSysctls, { '/usr/x': '' })).toMatchObject({ state: 'absent' });
  });
});
