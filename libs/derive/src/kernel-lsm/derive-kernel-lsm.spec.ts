import { describe, expect, it } from 'vitest';
import { Damaged, derivedFact, derivedValue, type Given } from '../fixtures/derived-fact.ts';
import { bootCmdline, kernelConfig } from '../fixtures/kernel-facts.ts';
import { settingsDefaults } from '../fixtures/settings-defaults.ts';

const OPTIONS = { SECURITY: 'y', SECURITY_SELINUX: 'y', SECURITY_YAMA: 'y', LSM: 'yama,selinux,gone' };

async function given(changes: Given = {}): Promise<Given> {
  return {
    'boot.cmdline': bootCmdline('quiet bootconfig'),
    'kernel.config': kernelConfig(OPTIONS),
    'settings.defaults': await settingsDefaults('settings.motd = "x"'),
    ...changes,
  };
}

describe('kernel.lsm', () => {
  it('tells what starts, and what the order comes from', async () => {
    expect(await derivedValue('kernel.lsm', await given())).toMatchObject({
      orderFrom: 'CONFIG_LSM',
      order: ['yama', 'selinux', 'gone'],
      unknownNames: ['gone'],
      active: [{ name: 'capability' }, { name: 'yama' }, { name: 'selinux' }],
      modules: { selinux: { state: 'active' }, landlock: { state: 'not-built' } },
    });
  });

  it('user data that boot without SELinux', async () => {
    const value = await derivedValue('kernel.lsm', await given(), 'settings.boot.kernel.lsm = ["yama"]');
    expect([value.orderFrom, value.active, value.modules.selinux]).toEqual([
      'lsm=',
      [{ name: 'capability' }, { name: 'yama' }],
      { state: 'off', how: 'lsm= does not name it' },
    ]);
  });

  it('counts words that are built into the kernel', async () => {
    const config = kernelConfig({ ...OPTIONS, X86_64: 'y', CMDLINE_BOOL: 'y', CMDLINE: 'lsm=yama' });
    expect((await derivedValue('kernel.lsm', await given({ 'kernel.config': config }))).orderFrom).toBe('lsm=');
  });

  it('keeps apart what the release of the kernel decides', async () => {
    const config = { ...kernelConfig({ ...OPTIONS, IMA: 'y' }), copies: [] };
    const { active, modules } = await derivedValue('kernel.lsm', await given({ 'kernel.config': config }));
    expect(active).toMatchObject([{ $unreadable: { kind: 'unsupported' } }]);
    expect([modules.ima, modules.selinux]).toMatchObject([{ $unreadable: { field: 'ima' } }, { state: 'active' }]);
  });

  it('is unreadable with a command line or a configuration that is, and absent without a configuration', async () => {
    expect(await derivedValue('kernel.lsm', await given({ 'boot.cmdline': new Damaged('lost') }))).toBe('lost');
    expect(await derivedValue('kernel.lsm', await given({ 'kernel.config': new Damaged('lost') }))).toBe('lost');
    expect((await derivedFact('kernel.lsm', await given({ 'kernel.config': undefined }))).state).toBe('absent');
  });
});
