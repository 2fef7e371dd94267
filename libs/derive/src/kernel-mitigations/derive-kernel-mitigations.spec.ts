import { describe, expect, it } from 'vitest';
import { Damaged, derivedFact, derivedValue, type Given } from '../fixtures/derived-fact.ts';
import { bootCmdline, kernelConfig } from '../fixtures/kernel-facts.ts';
import { settingsDefaults } from '../fixtures/settings-defaults.ts';

async function mitigations(changes: Given = {}, userData?: string) {
  const given = {
    'boot.cmdline': bootCmdline('quiet nokaslr bootconfig'),
    'kernel.config': kernelConfig({ X86_64: 'y', CPU_MITIGATIONS: 'y', RANDOMIZE_BASE: 'y', MITIGATION_MDS: 'y' }),
    'settings.defaults': await settingsDefaults('settings.motd = "x"'),
    ...changes,
  };
  const value = await derivedValue('kernel.mitigations', given, userData);
  return typeof value === 'object' ? value.mitigations : value;
}

describe('kernel.mitigations', () => {
  it('says what decides, and where', async () => {
    const { kaslr, mds, l1tf, kpti, init_on_alloc: alloc } = await mitigations();
    expect(kaslr).toEqual({ state: 'off', decidedBy: 'cmdline', name: 'nokaslr', file: '/grub/grub.cfg', line: 1, source: 'kernel-parameters.txt, nokaslr' });
    expect(mds).toEqual({
      state: 'auto',
      decidedBy: 'config',
      name: 'MITIGATION_MDS',
      value: 'y',
      source: 'hw-vuln/mds.rst',
    });
    expect(l1tf).toEqual({ state: 'auto', decidedBy: 'kernel', source: 'hw-vuln/l1tf.rst' });
    expect(kpti).toMatchObject({ state: 'absent', decidedBy: 'config', name: 'ARM64', value: 'n' });
    expect(kpti).not.toHaveProperty('line');
    expect(alloc).toMatchObject({ state: 'off', decidedBy: 'kernel' });
  });

  it('with words of user data, which come too late for most', async () => {
    const boot = '[settings.boot.kernel]\nmitigations = ["off"]\nslab_nomerge = []\n';
    const { mds, slab_nomerge: slabs, kaslr } = await mitigations({ 'kernel.config': kernelConfig({ X86_64: 'y', SLAB_MERGE_DEFAULT: 'y' }) }, boot);
    expect(mds).toMatchObject({ state: 'auto', decidedBy: 'kernel' });
    expect(slabs).toMatchObject({ state: 'on', decidedBy: 'cmdline', name: 'slab_nomerge', file: 'user.toml', line: 3 });
    expect(kaslr.state).toBe('absent');
  });

  it('all of them off', async () => {
    const { mds, l1tf } = await mitigations({ 'boot.cmdline': bootCmdline('mitigations=off') });
    expect([mds, l1tf]).toMatchObject(
      Array(2).fill({ state: 'off', decidedBy: 'cmdline', name: 'mitigations', value: 'off', file: '/grub/grub.cfg', line: 1 }),
    );
  });

  it('leaves open what a command line or a configuration that cannot be read decides', async () => {
    const lost = { $unreadable: { kind: 'unsupported', structure: 'mitigation', field: 'mds', message: 'lost' } };
    expect(await mitigations({ 'boot.cmdline': new Damaged('lost') })).toMatchObject({ mds: lost, kpti: { state: 'absent' } });
    expect(await mitigations({ 'kernel.config': new Damaged('lost') })).toMatchObject({ mds: lost });
    expect((await derivedFact('kernel.mitigations', { 'boot.cmdline': bootCmdline('quiet') })).state).toBe('absent');
  });
});
