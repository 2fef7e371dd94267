import { describe, expect, it } from 'vitest';
import { Damaged, derivedValue, type Given } from '../fixtures/derived-fact.ts';
import { bootCmdline, kernelConfig, kernelModules, modprobeFiles } from '../fixtures/kernel-facts.ts';
import { settingsDefaults } from '../fixtures/settings-defaults.ts';

const path = (name: string) => `/usr/lib/modules/{kver}/${name}.ko`;
const signed = (name: string, verdict?: string) => ({ path: path(name), name, signed: true, ...(verdict === undefined ? {} : { verdict }) });
const MODULES = [signed('good', 'valid'), signed('changed', 'invalid'), signed('foreign', 'unknown-key'), { path: path('bare'), name: 'bare', signed: false }];
const SIG = { MODULE_SIG: 'y', SECURITY_LOCKDOWN_LSM: 'y', SECURITY_LOCKDOWN_LSM_EARLY: 'y' };

async function node(changes: Given = {}): Promise<Given> {
  return {
    'boot.cmdline': bootCmdline('quiet'),
    'kernel.config': kernelConfig(SIG),
    'kernel.modules': kernelModules(MODULES.map(({ name }) => name)),
    'kernel.module-signatures': { trustedKeys: [], modules: MODULES },
    'settings.defaults': await settingsDefaults('settings.motd = "x"'),
    ...changes,
  };
}

async function outcomes(changes: Given = {}, userData?: string): Promise<unknown> {
  const value = await derivedValue('modules.effective', await node(changes), userData);
  if (typeof value !== 'object') return value;
  return value.modules.map((each: Record<string, unknown>) => ('$unreadable' in each ? '?' : each['outcome']));
}

describe('modules.effective', () => {
  it.each<[string, Given, string | undefined, unknown]>([
    ['no lockdown: a wrong signature alone is refused', {}, undefined, ['loads', 'refused', 'loads', 'loads']],
    ['lockdown in user data', {}, '[settings.kernel]\nlockdown = "integrity"', ['loads', 'refused', 'refused', 'refused']],
    ['module.sig_enforce', { 'boot.cmdline': bootCmdline('module.sig_enforce=1') }, undefined, ['loads', 'refused', 'refused', 'refused']],
    ['a kernel that does not check', { 'kernel.config': kernelConfig({ MODULES: 'y' }) }, undefined, ['loads', 'loads', 'loads', 'loads']],
    ['a rule', { 'modprobe.files': modprobeFiles({ good: '/bin/true', bare: '/bin/load' }) }, undefined, ['denied', 'refused', 'loads', 'command']],
    ['rules that cannot be read', { 'modprobe.files': new Damaged() }, undefined, ['?', '?', '?', '?']],
    ['a configuration that cannot be read', { 'kernel.config': new Damaged() }, undefined, ['loads', '?', '?', '?']],
    ['signatures that cannot be read', { 'kernel.module-signatures': new Damaged() }, undefined, 'damaged'],
    ['no such fact', { 'kernel.module-signatures': undefined }, undefined, undefined],
  ])('%s', async (_, changes, userData, expected) => expect(await outcomes(changes, userData)).toEqual(expected));

  it('says what asks for signatures, and why a module is refused', async () => {
    const { signatures, modules } = await derivedValue('modules.effective', await node(), '[settings.kernel]\nlockdown = "integrity"');
    expect(signatures).toEqual({ checked: true, required: true, requiredBy: 'lockdown' });
    expect(modules[3]).toEqual({
      name: 'bare',
      path: path('bare'),
      outcome: 'refused',
      how: 'nobody signed it, and lockdown asks for a signature',
      signed: false,
    });
  });

  it('keeps modules that cannot be read apart, and one that no other fact names', async () => {
    const damaged = { $unreadable: { kind: 'format', structure: 'ELF', message: 'x' } };
    const modules = { trustedKeys: [], modules: [damaged, signed('good', 'valid'), signed('other', 'valid'), signed('__proto__', 'valid')] };
    expect(await outcomes({ 'kernel.module-signatures': modules })).toEqual(['?', 'loads', '?', '?']);
  });
});
