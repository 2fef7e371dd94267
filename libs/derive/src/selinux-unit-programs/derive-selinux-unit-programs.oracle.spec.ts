import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Fact, findFact } from '@staticfire/facts';
import { bottlerocketPolicy, compiledPolicy, describeOracle, toolsFor, withoutNeverallows } from '@staticfire/testkit';
import { expect, it } from 'vitest';
import { derive } from '../derive.ts';

const label = (type: string) => `system_u:object_r:${type}:s0`;
const EXECUTABLES = [
  { paths: ['/usr/bin/bare'] },
  { label: label('runtime_exec_t'), paths: ['/usr/bin/containerd', '/usr/bin/runc'] },
  { label: label('os_t'), paths: ['/usr/bin/sundog'] },
  { label: label('data_t'), paths: ['/usr/bin/moved'] },
];
const unit = (name: string, programs: readonly string[], more = {}) => ({
  ...{ name, loadState: 'loaded' },
  settings: [],
  commands: programs.map((executable) => (executable === '' ? {} : { executable })),
  ...more,
});

describeOracle('who may write what units run, in policies that secilc compiles', toolsFor('secilc'), () => {
  async function derived(units: readonly unknown[], more = '') {
    const policy = readFileSync(await compiledPolicy(more === '' ? bottlerocketPolicy() : withoutNeverallows(bottlerocketPolicy(more))));
    const sha256 = createHash('sha256').update(policy).digest('hex');
    const fact = (name: string, value: unknown): Fact => ({ name, bank: 'A', state: 'present', value, sources: [] });
    const facts = [
      fact('selinux.policy', { path: '/policy.31', sha256 }),
      fact('selinux.executables', { executables: EXECUTABLES }),
      fact('systemd.units', { units }),
    ];
    const blobs = [{ sha256, length: policy.length, base64: policy.toString('base64') }];
    const found = findFact(derive({ judgedBank: 'A', facts, blobs }), 'selinux.unit-programs', 'A')!;
    return found.state === 'present'
      ? (found.value as { programs: { program: string; units: string[]; domain: string; writers: string[] }[]; elsewhere: number })
      : found;
  }

  it('programs of the system are written by nobody, and start the domain of their type', async () => {
    const units = [unit('a.service', ['/usr/bin/containerd', '/usr/bin/sundog']), unit('b.service', ['/usr/bin/sundog'])];
    expect(await derived(units)).toEqual({
      programs: [
        { program: '/usr/bin/containerd', units: ['a.service'], label: label('runtime_exec_t'), domain: 'runtime_t', writers: [] },
        { program: '/usr/bin/sundog', units: ['a.service', 'b.service'], label: label('os_t'), domain: 'system_t', writers: [] },
      ],
      elsewhere: 0,
    });
  });

  it('a rule too many is seen for each program of the type', async () => {
    const found = await derived([unit('a.service', ['/usr/bin/sundog', '/usr/bin/runc'])], '(allow container_t os_t (file (write)))');
    expect(found).toMatchObject({
      programs: [
        { program: '/usr/bin/runc', writers: [] },
        { program: '/usr/bin/sundog', writers: ['container_t'] },
      ],
    });
  });

  it('a program with the label of data, or without one, is written by many', async () => {
    const found = await derived([unit('a.service', ['/usr/bin/moved', '/usr/bin/bare'])]);
    expect(found).toMatchObject({
      programs: [
        { program: '/usr/bin/bare', domain: 'init_t' },
        { program: '/usr/bin/moved', domain: 'init_t' },
      ],
    });
    if ('programs' in found) for (const { writers } of found.programs) expect(writers).toEqual(expect.arrayContaining(['container_t', 'control_t', 'super_t']));
  });

  it('masked units are left out, and what lies elsewhere is counted', async () => {
    const units = [unit('a.service', ['/usr/bin/moved'], { loadState: 'masked' }), unit('b.service', [''])];
    expect(await derived(units)).toEqual({ programs: [], elsewhere: 1 });
  });

  it('a program whose label is not known cannot be judged', async () => {
    const found = await derived([unit('a.service', ['/usr/bin/hidden'])]);
    expect(found).toMatchObject({ programs: [{ $unreadable: { message: expect.stringContaining('/usr/bin/hidden') } }] });
  });

  it('units that cannot be read stay so', async () => {
    const unread = { $unreadable: { kind: 'format', structure: 'unit', message: 'damaged' } };
    expect(await derived([unread])).toMatchObject({ programs: [unread] });
  });
});
