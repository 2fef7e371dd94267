import { describe, expect, it } from 'vitest';
import { Damaged, derivedValue, type Given } from '../fixtures/derived-fact.ts';
import { bootCmdline, kernelConfig, kernelModules, modprobeFiles } from '../fixtures/kernel-facts.ts';
import { settingsDefaults } from '../fixtures/settings-defaults.ts';

async function node(changes: Given = {}): Promise<Given> {
  return {
    'boot.cmdline': bootCmdline('module_blacklist=i8042|quiet'),
    'kernel.config': kernelConfig({ UDF_FS: 'm', IP_SCTP: 'm' }),
    'kernel.modules': kernelModules(['udf', 'sctp', 'i8042', 'usb_storage'], ['erofs']),
    'settings.defaults': await settingsDefaults('settings.motd = "x"'),
    ...changes,
  };
}

async function state(name: string, changes: Given = {}, userData?: string): Promise<string | undefined> {
  const value = await derivedValue('modprobe.effective', await node(changes), userData);
  if (typeof value === 'string') return value;
  const entry = value.modules[name];
  return entry === undefined ? undefined : '$unreadable' in entry ? '?' : `${entry.state}${entry.blacklisted ? '!' : ''}${entry.autoload ? ' at boot' : ''}`;
}

const udf = (text: string) => `[settings.kernel.modules.udf]\n${text}\n`;

describe('modprobe.effective', () => {
  it.each<[string, string, Given, string | undefined, string | undefined]>([
    ['stock: udf can be loaded', 'udf', {}, undefined, 'loadable'],
    ['stock: sctp can be loaded', 'sctp', {}, undefined, 'loadable'],
    ['user data denies udf', 'udf', {}, udf('allowed = false'), 'denied'],
    ['… and not sctp', 'sctp', {}, udf('allowed = false'), 'loadable'],
    ['user data allows it over defaults', 'udf', { 'settings.defaults': undefined }, udf('allowed = true'), 'loadable'],
    ['allowed and loaded at every start', 'udf', {}, udf('allowed = true\nautoload = true'), 'loadable at boot'],
    ['denied, whatever autoload says', 'udf', {}, udf('allowed = false\nautoload = true'), 'denied'],
    ['a blacklist does not deny', 'udf', {}, udf('blacklist = true'), 'loadable!'],
    ['nothing said of allowed', 'udf', {}, udf('autoload = false'), '?'],
    ['a module with a dash', 'usb_storage', {}, '[settings.kernel.modules.usb-storage]\nallowed = false', 'denied'],
    ['the option off', 'udf', { 'kernel.config': kernelConfig({ MODULES: 'y' }), 'kernel.modules': kernelModules([]) }, undefined, 'absent'],
    ['the option on', 'udf', { 'kernel.config': kernelConfig({ UDF_FS: 'y' }) }, udf('allowed = false'), 'builtin'],
    ['no file', 'udf', { 'kernel.modules': kernelModules([]) }, undefined, 'absent'],
    ['a rule of the image', 'udf', { 'modprobe.files': modprobeFiles({ udf: '/bin/false' }) }, undefined, 'denied'],
    ['a rule of the image before that of settings', 'udf', { 'modprobe.files': modprobeFiles({ udf: '/bin/load' }) }, udf('allowed = false'), 'command'],
    ['the command line', 'i8042', {}, undefined, 'denied'],
    ['a part of the kernel', 'erofs', {}, undefined, 'builtin'],
    ['a name that nothing mentions', 'nothing', {}, undefined, undefined],
    ['rules that cannot be read', 'udf', { 'modprobe.files': new Damaged() }, undefined, '?'],
    ['settings that cannot be read', 'udf', { 'settings.defaults': new Damaged() }, undefined, '?'],
    ['… of a module that is not there', 'dccp', { 'settings.defaults': new Damaged() }, undefined, 'absent'],
    ['modules that cannot be listed', 'udf', { 'kernel.modules': new Damaged() }, undefined, '?'],
    ['… of an option that is off', 'dccp', { 'kernel.modules': new Damaged() }, undefined, 'absent'],
    ['a configuration that cannot be read, beside a file', 'udf', { 'kernel.config': new Damaged() }, undefined, 'loadable'],
  ])('%s', async (_, name, changes, userData, expected) => expect(await state(name, changes, userData)).toBe(expected));

  it('names the setting, not the file that it is rendered into', async () => {
    const { modules } = await derivedValue('modprobe.effective', await node(), udf('allowed = false'));
    expect(modules.udf).toEqual({
      state: 'denied',
      how: 'install /bin/true',
      blacklisted: false,
      autoload: false,
      layer: 'user-data',
      file: 'user.toml',
      line: 2,
    });
  });

  it('a wrong type leaves other modules, in defaults; user data with one are refused', async () => {
    const defaults = { 'settings.defaults': await settingsDefaults(`${udf('allowed = "false"')}\n[settings.kernel.modules.dccp]\nallowed = "false"`) };
    expect([await state('udf', defaults), await state('dccp', defaults), await state('sctp', defaults)]).toEqual(['?', 'absent', 'loadable']);
    expect(await state('sctp', {}, udf('allowed = "false"'))).toContain('a host refuses this user data as a whole');
  });
});
