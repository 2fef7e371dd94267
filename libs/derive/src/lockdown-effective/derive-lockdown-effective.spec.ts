import { describe, expect, it } from 'vitest';
import { Damaged, derivedValue, type Given } from '../fixtures/derived-fact.ts';
import { bootCmdline, kernelConfig } from '../fixtures/kernel-facts.ts';
import { settingsDefaults } from '../fixtures/settings-defaults.ts';

async function lockdown(changes: Given = {}, userData?: string) {
  return derivedValue(
    'lockdown.effective',
    {
      'boot.cmdline': bootCmdline('quiet'),
      'kernel.config': kernelConfig({ SECURITY_LOCKDOWN_LSM: 'y', SECURITY_LOCKDOWN_LSM_EARLY: 'y' }),
      'settings.defaults': await settingsDefaults('[settings.kernel]\nlockdown = "integrity"'),
      ...changes,
    },
    userData,
  );
}

describe('lockdown.effective', () => {
  it('is what settings say, and where', async () => {
    const place = { file: '/usr/share/storewolf/a.toml', line: 2 };
    expect(await lockdown()).toEqual({ mode: 'integrity', decidedBy: 'settings', supported: true, drivers: [], layer: 'settings-defaults', ...place });
    expect(await lockdown({}, 'settings.kernel.lockdown = "none"')).toEqual({ mode: 'none', supported: true, drivers: [] });
  });

  it.each<[string, Given, string | undefined, unknown]>([
    [
      'the command line before settings',
      { 'boot.cmdline': bootCmdline('lockdown=integrity') },
      undefined,
      { mode: 'integrity', decidedBy: 'cmdline', supported: true, drivers: [] },
    ],
    [
      'settings.boot comes too late for it',
      {},
      '[settings.boot.kernel]\nlockdown = ["confidentiality"]',
      { mode: 'integrity', decidedBy: 'settings', supported: true, drivers: [], layer: 'settings-defaults', file: '/usr/share/storewolf/a.toml', line: 2 },
    ],
    [
      '… not in a UKI',
      { 'boot.cmdline': bootCmdline('quiet', 'none', 'uki') },
      '[settings.boot.kernel]\nlockdown = ["confidentiality"]\n[settings.kernel]\nlockdown = "none"',
      { mode: 'none', supported: true, drivers: [] },
    ],
    ['a kernel without it', { 'kernel.config': kernelConfig({ MODULES: 'y' }) }, undefined, { mode: 'none', supported: false, drivers: [] }],
    ['a configuration that cannot be read', { 'kernel.config': new Damaged('lost') }, undefined, 'lost'],
    ['settings that cannot be read', { 'settings.defaults': new Damaged('lost') }, undefined, 'lost'],
  ])('%s', async (_, changes, userData, expected) => expect(await lockdown(changes, userData)).toEqual(expected));

  it('names packages with drivers that nobody signed', async () => {
    const named = (...names: string[]) => ({ 'identity.inventory': { packages: names.map((name) => ({ name })) } });
    expect(
      await lockdown(named('kmod', 'kmod-6.1-nvidia-tesla', 'bottlerocket-kmod-6.12-nvidia-r570', 'kmod-6.1-neuron', 'nvidia-container-toolkit')),
    ).toMatchObject({
      drivers: [{ package: 'kmod-6.1-nvidia-tesla' }, { package: 'bottlerocket-kmod-6.12-nvidia-r570' }],
    });
    expect(await lockdown({ 'identity.inventory': new Damaged('lost') })).toMatchObject({ mode: 'integrity', drivers: [{ $unreadable: { message: 'lost' } }] });
  });

  it('a word that is none is not known, in defaults; user data with one are refused', async () => {
    const wrong = 'settings.kernel.lockdown = "full"';
    const message = 'settings.kernel.lockdown: found a text that is none of none, integrity, confidentiality';
    expect(await lockdown({ 'settings.defaults': await settingsDefaults(wrong) })).toBe(message);
    expect(await lockdown({}, wrong)).toBe(`user.toml:1: ${message}: a host refuses this user data as a whole, so what a node with them is, is not known`);
  });
});
