import { describe, expect, it } from 'vitest';
import { scoreService, type UnitSetting } from './score-service.ts';
import type { ScoredArchitecture } from './system-calls.ts';

const service = (...lines: readonly string[]): readonly UnitSetting[] =>
  lines.map((line) => ({ section: 'Service', key: line.slice(0, line.indexOf('=')), value: line.slice(line.indexOf('=') + 1) }));
const scored = (settings: readonly UnitSetting[], architecture: ScoredArchitecture = 'x86-64', unit = 'a.service') => {
  const score = scoreService({ unit, settings }, architecture);
  if ('refused' in score) throw new Error(`${score.refused.key} is refused`);
  return score;
};
const check = (field: string, ...args: Parameters<typeof scored>) => scored(...args).checks.find((each) => each.field === field);

describe('the exposure of a service', () => {
  it('is 9.6 without any setting', () => {
    const { tenths, rating, checks } = scored([]);
    expect({ tenths, rating, checks: checks.length }).toEqual({ tenths: 96, rating: 'UNSAFE', checks: 81 });
  });

  it('counts what matters for root alone, and for early boot alone, as nothing', () => {
    expect(check('RemoveIPC', [])).toMatchObject({ set: null, tenths: 0 });
    expect(check('RemoveIPC', service('User=a'))).toMatchObject({ set: false, tenths: 1 });
    expect(check('ProtectHome', [{ section: 'Unit', key: 'DefaultDependencies', value: 'no' }])).toMatchObject({ set: null, tenths: 0 });
  });

  it('takes what settings bring along into account, wherever they stand', () => {
    expect(check('PrivateTmp', service('DynamicUser=yes', 'PrivateTmp=no'))).toMatchObject({ set: true });
    expect(check('CapabilityBoundingSet_CAP_MKNOD', service('PrivateDevices=yes', 'CapabilityBoundingSet=CAP_MKNOD'))).toMatchObject({ set: true });
  });

  it('names the dynamic user after the unit', () => {
    expect(check('UserOrDynamicUser', service('DynamicUser=yes'))).toMatchObject({ set: true });
    expect(check('UserOrDynamicUser', service('DynamicUser=yes'), 'x86-64', 'root@x.service')).toMatchObject({ set: false });
  });

  it('names the first system call that a filter lets through', () => {
    expect(check('SystemCallFilter_swap', service('SystemCallFilter=@system-service swapon'))).toMatchObject({ set: false, because: 'swapon' });
    expect(check('SystemCallFilter_swap', service('SystemCallFilter=~swapoff'))).toMatchObject({ set: false, because: 'swapon' });
    expect(check('SystemCallFilter_swap', service('SystemCallFilter=~@swap'))).not.toHaveProperty('because');
  });

  it('looks at those system calls alone that the architecture has', () => {
    const filter = service('SystemCallFilter=~@swap');
    expect(check('SystemCallFilter_cpu_emulation', filter, 'x86-64')).toMatchObject({ set: false, because: 'modify_ldt' });
    expect(check('SystemCallFilter_cpu_emulation', filter, 'arm64')).toMatchObject({ set: true, tenths: 0 });
  });

  it('is not there for a unit that systemd refuses', () => {
    expect(scoreService({ unit: 'a.service', settings: service('PrivateTmp=yes', 'User=a:b') }, 'arm64')).toEqual({
      refused: { section: 'Service', key: 'User', value: 'a:b', expected: 'a user name or id' },
    });
  });

  it('leaves out what follows such a value in a drop-in, and goes on behind that', () => {
    const dropIn = (name: string, ...lines: readonly string[]) => service(...lines).map((setting) => ({ ...setting, dropIn: name }));
    const { checks } = scored([...dropIn('a.conf', 'PrivateTmp=yes', 'User=a:b', 'PrivateUsers=yes'), ...dropIn('b.conf', 'PrivateMounts=yes')]);
    const set = checks.filter((each) => each.set && each.field.startsWith('Private')).map(({ field }) => field);
    expect(set).toEqual(['PrivateMounts', 'PrivateTmp']);
  });
});
