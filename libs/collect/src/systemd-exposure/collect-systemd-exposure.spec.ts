import { isUnreadable } from '@staticfire/facts';
import { elfBytes } from '@staticfire/testkit';
import { describe, expect, it } from 'vitest';
import { collectFrom } from '../fixtures/collect-from.ts';
import type { MemoryTree } from '../fixtures/memory-file-system.ts';
import { collectSystemdExposure } from './collect-systemd-exposure.ts';
import type { SystemdExposure } from './systemd-exposure.schema.ts';

/** gABI, e_machine. */
const [X86_64, AARCH64, RISCV] = [62, 183, 243];
const UNITS = '/usr/lib/systemd/system';
const PROGRAM = '/usr/lib/systemd/systemd';
const PLAIN = '[Service]\nExecStart=/usr/bin/a\n';

const tree = (units: MemoryTree, machine = X86_64): MemoryTree => ({
  [PROGRAM]: elfBytes({ machine }),
  ...Object.fromEntries(Object.entries(units).map(([name, text]) => [name.startsWith('/') ? name : `${UNITS}/${name}`, text])),
});

async function collect(units: MemoryTree, machine?: number): Promise<SystemdExposure> {
  const fact = await collectFrom(collectSystemdExposure, tree(units, machine));
  if (fact.state !== 'present') throw new Error(JSON.stringify(fact));
  return fact.value as SystemdExposure;
}

const told = ({ services }: SystemdExposure) => services.map((each) => (isUnreadable(each) ? each.$unreadable.message : `${each.unit} ${each.tenths}`));

function sandboxOf({ services, sandboxes }: SystemdExposure, unit: string) {
  const service = services.find((each) => !isUnreadable(each) && each.unit === unit) as { readonly sandbox: number };
  return sandboxes[service.sandbox] as Exclude<SystemdExposure['sandboxes'][number], { $unreadable: unknown }>;
}

describe('systemd.exposure', () => {
  it.each<[string, MemoryTree]>([
    ['units', { [PROGRAM]: elfBytes({ machine: X86_64 }) }],
    ['a program of systemd', { [`${UNITS}/a.service`]: PLAIN }],
  ])('is absent without %s', async (_, files) => expect((await collectFrom(collectSystemdExposure, files)).state).toBe('absent'));

  it.each([
    [X86_64, 'x86-64', 'no'],
    [AARCH64, 'arm64', 'yes'],
  ])('goes by the system calls of machine %i', async (machine, architecture, set) => {
    const fact = await collect({ 'a.service': `${PLAIN}SystemCallFilter=~@swap\n` }, machine);
    expect(fact.architecture).toBe(architecture);
    // Of this group x86-64 alone has any call.
    expect(sandboxOf(fact, 'a.service').checks.find(({ id }) => id === 'SystemCallFilter_cpu_emulation')).toMatchObject({ set });
  });

  it('is unreadable for a machine whose system calls are not known', async () => {
    expect(await collectFrom(collectSystemdExposure, tree({ 'a.service': PLAIN }, RISCV))).toMatchObject({
      state: 'unreadable',
      error: { kind: 'unsupported', structure: PROGRAM, field: 'e_machine' },
    });
  });

  it('is unreadable where the program of systemd is damaged', async () => {
    const fact = await collectFrom(collectSystemdExposure, tree({ 'a.service': PLAIN, [PROGRAM]: 'no program' }));
    expect(fact).toMatchObject({ state: 'unreadable', error: { kind: 'format' } });
  });

  it('scores a service with its drop-ins, and says what holds', async () => {
    const fact = await collect({
      'a.service': `${PLAIN}NoNewPrivileges=yes\nProtectSystem=strict\n`,
      'a.service.d/10.conf': '[Service]\nProtectSystem=\nProtectSystem=full\nUser=kube\n',
      'service.d/1.conf': '[Service]\nPrivateTmp=yes\n',
    });
    const { settings, checks } = sandboxOf(fact, 'a.service');
    expect(settings.map(({ key, value }) => `${key}=${value}`)).toEqual(['User=kube', 'NoNewPrivileges=yes', 'PrivateTmp=yes', 'ProtectSystem=full']);
    expect(checks).toHaveLength(81);
    // 3 of 10 points of 1000 in 56460, rounded up to tenths.
    expect(checks.find(({ id }) => id === 'ProtectSystem')).toEqual({ id: 'ProtectSystem', set: 'no', tenths: 1 });
    expect(checks.find(({ id }) => id === 'PrivateTmp')).toEqual({ id: 'PrivateTmp', set: 'yes', tenths: 0 });
  });

  it('has one sandbox for services that are restricted alike', async () => {
    const fact = await collect({ 'a.service': PLAIN, 'b.service': `${PLAIN}PrivateTmp=1\n`, 'c.service': PLAIN, 'd.socket': '[Socket]\nListenStream=80\n' });
    expect(fact.services).toEqual([
      { unit: 'a.service', tenths: 96, level: 'UNSAFE', sandbox: 0 },
      { unit: 'b.service', tenths: 94, level: 'UNSAFE', sandbox: 1 },
      { unit: 'c.service', tenths: 96, level: 'UNSAFE', sandbox: 0 },
    ]);
  });

  it('takes a template for its instance i', async () => {
    const fact = await collect({
      'a@.service': `${PLAIN}User=%i\n`,
      'b@.service': '[Service]\nType=oneshot\n',
      'a@i.service.d/1.conf': '[Service]\nPrivateTmp=1\n',
    });
    expect(told(fact)).toEqual(['a@.service 90']);
    expect(sandboxOf(fact, 'a@.service').settings[0]).toEqual({ key: 'User', value: 'i' });
  });

  it('leaves out what systemd does not load, and tells of what cannot be read', async () => {
    const fact = await collect({
      'a.service': PLAIN,
      'alias.service': '-> a.service',
      'bad.service': '[Service]\nType=oneshot\n',
      'damaged.service': '!',
      'masked.service': '-> /dev/null',
      'open.service': '[Service',
      'user.service': `${PLAIN}User=a:b\n`,
    });
    expect(told(fact)).toEqual([
      'a.service 96',
      expect.stringContaining('is damaged'),
      `${UNITS}/open.service, line 1: a section header without its closing bracket`,
      expect.stringContaining('is damaged'),
    ]);
  });

  it('has its sources: every unit file, and the program of systemd', async () => {
    const fact = await collectFrom(collectSystemdExposure, tree({ 'a.service': PLAIN, 'a.service.d/1.conf': '[Service]\n' }));
    expect(fact.sources.map(({ path }) => path)).toEqual([`${UNITS}/a.service`, `${UNITS}/a.service.d/1.conf`, PROGRAM]);
  });

  it('lists at most 200 sandboxes, and says so of each service behind them', async () => {
    const units = Object.fromEntries(Array.from({ length: 202 }, (_, at) => [`s${at + 1000}.service`, `${PLAIN}User=u${at}\n`]));
    const fact = await collect(units);
    expect(fact.sandboxes.map(isUnreadable).lastIndexOf(false)).toBe(199);
    expect(told(fact).slice(199)).toEqual(['s1199.service 92', 's1200.service: its sandbox is not listed', 's1201.service: its sandbox is not listed']);
  });
});
