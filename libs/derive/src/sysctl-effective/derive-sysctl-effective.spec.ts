import { describe, expect, it } from 'vitest';
import { Damaged, derivedValue, failure, type Given } from '../fixtures/derived-fact.ts';
import { bootCmdline, kernelConfig, kernelModules, sysctlFiles } from '../fixtures/kernel-facts.ts';
import { settingsDefaults } from '../fixtures/settings-defaults.ts';

const CONFIG = kernelConfig({ SECURITY_YAMA: 'y', SYN_COOKIES: 'y', PANIC_TIMEOUT: '0' });
const KEXEC = {
  unit: 'k.service',
  file: '/usr/lib/systemd/system/k.service',
  line: 3,
  key: 'kernel.kexec_load_disabled',
  value: '1',
  plain: true,
  wanted: true,
};
const unit = (more: object = {}) => ({ path: KEXEC.file, name: KEXEC.unit, kind: 'unit', masked: false, ...more });

async function node(changes: Given = {}): Promise<Given> {
  return {
    'boot.cmdline': bootCmdline('quiet'),
    'kernel.config': CONFIG,
    'kernel.modules': kernelModules([]),
    'settings.defaults': await settingsDefaults('[settings.kernel.sysctl]\n"kernel.kptr_restrict" = "2"\n'),
    'sysctl.files': sysctlFiles({ '/usr/lib/sysctl.d/80-release.conf': ['kernel.panic=10', 'kernel.kptr_restrict=1'] }),
    ...changes,
  };
}

/** `value layer`; `?` for what cannot be told; undefined for what nothing is known of. */
async function read(key: string, changes: Given = {}, userData?: string): Promise<string | undefined> {
  const fact = await derivedValue('sysctl.effective', await node(changes), userData);
  if (typeof fact === 'string') return fact;
  const value = fact.keys[key];
  return value === undefined ? undefined : '$unreadable' in value ? '?' : `${value.value} ${value.layer}`;
}

describe('sysctl.effective', () => {
  it('names what this kernel does not have', async () => {
    const { keys, missing } = await derivedValue('sysctl.effective', await node({ 'kernel.config': kernelConfig({ LEGACY_TIOCSTI: 'y', USERFAULTFD: 'y' }) }));
    expect(missing).toContainEqual({ key: 'kernel.yama.ptrace_scope', because: 'CONFIG_SECURITY_YAMA is not set' });
    expect(missing).toContainEqual({ key: 'kernel.unprivileged_userns_clone', because: expect.stringContaining('Debian') });
    expect(missing.map(({ key }: { key: string }) => key)).not.toContain('vm.unprivileged_userfaultfd');
    expect(keys['kernel.yama.ptrace_scope']).toHaveProperty('$unreadable');
    expect((await derivedValue('sysctl.effective', await node({ 'kernel.config': new Damaged() }))).missing).toEqual([
      { key: 'kernel.unprivileged_userns_clone', because: expect.anything() },
    ]);
  });

  it('says of each key who decides it, by file and line', async () => {
    const { keys } = await derivedValue('sysctl.effective', await node());
    expect(keys['kernel.panic']).toEqual({ value: '10', layer: 'sysctl.d', file: '/usr/lib/sysctl.d/80-release.conf', line: 1 });
    expect(keys['kernel.kptr_restrict']).toEqual({ value: '2', layer: 'settings-defaults', file: '/usr/share/storewolf/a.toml', line: 2 });
    expect(keys['net.ipv4.tcp_syncookies']).toEqual({ value: '1', layer: 'kernel-default' });
    expect(Object.keys(keys)).toEqual(Object.keys(keys).sort());
  });

  it.each<[string, string, Given, string | undefined, string | undefined]>([
    ['user data wins', 'kernel.kptr_restrict', {}, '[settings.kernel.sysctl]\n"kernel.kptr_restrict" = "0"', '0 user-data'],
    ['two names of one parameter, in no order', 'kernel.kptr_restrict', {}, '[settings.kernel.sysctl]\n"kernel/kptr_restrict" = "0"', '?'],
    ['a name with slashes', 'vm.x', {}, '[settings.kernel.sysctl]\n"vm/x" = "0"', '0 user-data'],
    ['a path out of /proc/sys is none', 'etc.x', {}, '[settings.kernel.sysctl]\n"../etc/x" = "0"', undefined],
    ['defaults that cannot be read', 'kernel.panic', { 'settings.defaults': new Damaged() }, undefined, '?'],
    ['no sysctl.d', 'kernel.panic', { 'sysctl.files': undefined }, undefined, '0 kernel-default'],
    ['sysctl.d that cannot be read', 'net.ipv4.tcp_syncookies', { 'sysctl.files': new Damaged() }, undefined, '?'],
    ['… under a setting', 'kernel.kptr_restrict', { 'sysctl.files': new Damaged() }, undefined, '2 settings-defaults'],
    ['a configuration that cannot be read', 'net.ipv4.tcp_syncookies', { 'kernel.config': new Damaged() }, undefined, '?'],
    ['… where sysctl.d decides', 'kernel.panic', { 'kernel.config': new Damaged() }, undefined, '10 sysctl.d'],
    ['no command line', 'fs.suid_dumpable', { 'boot.cmdline': undefined }, undefined, '?'],
    ['a parameter that settings.boot sets', 'fs.suid_dumpable', {}, '[settings.boot.kernel]\n"sysctl.fs.suid_dumpable" = ["2"]', '2 kernel-default'],
    ['a unit', 'kernel.kexec_load_disabled', { 'systemd.unit-sysctls': { calls: [KEXEC] }, 'systemd.unit-files': { units: [unit()] } }, undefined, '1 unit'],
    [
      'no such unit',
      'kernel.kexec_load_disabled',
      { 'systemd.unit-sysctls': { calls: [] }, 'systemd.unit-files': { units: [] } },
      undefined,
      '0 kernel-default',
    ],
    [
      'a masked unit',
      'kernel.kexec_load_disabled',
      { 'systemd.unit-sysctls': { calls: [KEXEC] }, 'systemd.unit-files': { units: [unit({ path: '/etc/systemd/system/k.service', masked: true }), unit()] } },
      undefined,
      '0 kernel-default',
    ],
    [
      'a unit with a drop-in',
      'kernel.kexec_load_disabled',
      { 'systemd.unit-sysctls': { calls: [KEXEC] }, 'systemd.unit-files': { units: [unit(), unit({ name: 'x.conf', kind: 'drop-in', of: KEXEC.unit })] } },
      undefined,
      '?',
    ],
    [
      'a unit that nothing wants',
      'kernel.kexec_load_disabled',
      { 'systemd.unit-sysctls': { calls: [{ ...KEXEC, wanted: false }] }, 'systemd.unit-files': { units: [unit()] } },
      undefined,
      '?',
    ],
    [
      'a unit that a link wants',
      'kernel.kexec_load_disabled',
      { 'systemd.unit-sysctls': { calls: [{ ...KEXEC, wanted: false }] }, 'systemd.unit-files': { units: [unit(), unit({ kind: 'wants' })] } },
      undefined,
      '1 unit',
    ],
    [
      'a command that is not plain',
      'kernel.kexec_load_disabled',
      { 'systemd.unit-sysctls': { calls: [{ ...KEXEC, plain: false }] }, 'systemd.unit-files': { units: [unit()] } },
      undefined,
      '?',
    ],
    ['a service that cannot be read', 'kernel.panic', { 'systemd.unit-sysctls': { calls: [{ $unreadable: failure() }] } }, undefined, '?'],
  ])('%s', async (_, key, changes, userData, expected) => expect(await read(key, changes, userData)).toBe(expected));

  it('a file that cannot be read leaves what files behind it set', async () => {
    const files = sysctlFiles({ '/u/a.conf': ['kernel.panic=1'], '/u/b.conf': [], '/u/c.conf': ['kernel.dmesg_restrict=1'] });
    const damaged = {
      ...files,
      files: files.files.map((each) => ({ ...each, readable: each.name !== 'b.conf' })),
      entries: [...files.entries, { $unreadable: failure() }],
    };
    expect(await read('kernel.panic', { 'sysctl.files': damaged })).toBe('?');
    expect(await read('fs.suid_dumpable', { 'sysctl.files': damaged })).toBe('?');
    expect(await read('kernel.dmesg_restrict', { 'sysctl.files': damaged })).toBe('1 sysctl.d');
  });

  it('a number is refused by Bottlerocket; in defaults it leaves other parameters', async () => {
    const wrong = '[settings.kernel.sysctl]\n"kernel.kptr_restrict" = 0';
    const defaults = { 'settings.defaults': await settingsDefaults(wrong) };
    expect([await read('kernel.kptr_restrict', defaults), await read('kernel.panic', defaults)]).toEqual(['?', '10 sysctl.d']);
    expect(await read('kernel.panic', { 'settings.defaults': await settingsDefaults('settings.kernel = 1') })).toBe('?');
    expect(await read('kernel.panic', {}, wrong)).toContain('a host refuses this user data as a whole');
  });
});
