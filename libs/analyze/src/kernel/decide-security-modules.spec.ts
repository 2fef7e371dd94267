import { describe, expect, it } from 'vitest';
import { decideSecurityModules } from './decide-security-modules.ts';
import { kernelOf, UNKNOWN } from './fixtures/kernel-of.ts';
import { isUnknown } from './kernel-knowledge.ts';

function decide(...given: Parameters<typeof kernelOf>) {
  const decision = decideSecurityModules(kernelOf(...given));
  if (isUnknown(decision)) throw new Error(decision.unknown);
  return decision;
}

/** What Bottlerocket 1.26 to 1.67 have (kernels 6.1 and 6.12). */
const STOCK = {
  SECURITY: 'y',
  SECURITY_SELINUX: 'y',
  SECURITY_YAMA: 'y',
  SECURITY_LANDLOCK: 'y',
  SECURITY_LOCKDOWN_LSM: 'y',
  SECURITY_LOCKDOWN_LSM_EARLY: 'y',
  BPF_LSM: 'y',
  LSM: 'landlock,lockdown,yama,loadpin,safesetid,selinux,smack,tomoyo,apparmor,ipe,bpf',
};
const ALL = { ...STOCK, SECURITY_APPARMOR: 'y', SECURITY_TOMOYO: 'y', SECURITY_SMACK: 'y' };

describe('decideSecurityModules', () => {
  it.each<[string, Parameters<typeof kernelOf>, string]>([
    ['stock: lockdown first, as it starts early; capability before the named ones', [STOCK, 'quiet'], 'lockdown,capability,landlock,yama,selinux,bpf'],
    ['lockdown not early', [{ ...STOCK, SECURITY_LOCKDOWN_LSM_EARLY: 'n' }, ''], 'capability,landlock,lockdown,yama,selinux,bpf'],
    ['lsm= takes the place of CONFIG_LSM', [STOCK, 'lsm=yama,bpf'], 'lockdown,capability,yama,bpf'],
    ['… the last one', [STOCK, 'lsm=selinux lsm=bpf,yama'], 'lockdown,capability,bpf,yama'],
    ['… an empty one too', [STOCK, 'lsm='], 'lockdown,capability'],
    ['… and a word without = is none', [STOCK, 'lsm=yama lsm'], 'lockdown,capability,yama'],
    ['a name twice is one', [STOCK, 'lsm=yama,bpf,yama'], 'lockdown,capability,yama,bpf'],
    ['capability in the order changes nothing', [STOCK, 'lsm=yama,capability'], 'lockdown,capability,yama'],
    ['the first exclusive one wins', [ALL, ''], 'lockdown,capability,landlock,yama,selinux,tomoyo,bpf'],
    ['… in the order given', [ALL, 'lsm=apparmor,selinux'], 'lockdown,capability,apparmor'],
    ['security= keeps the other big ones off', [ALL, 'security=apparmor'], 'lockdown,capability,landlock,yama,apparmor,bpf'],
    ['… and adds one that the order does not name', [{ ...ALL, LSM: 'yama' }, 'security=smack'], 'lockdown,capability,yama,smack'],
    ['… also when it names none: nothing takes the place of SELinux', [STOCK, 'security=none'], 'lockdown,capability,landlock,yama,bpf'],
    ['… and is set aside by lsm=', [ALL, 'security=apparmor lsm=selinux'], 'lockdown,capability,selinux'],
    ['selinux=0 does nothing to a kernel that takes no such word', [STOCK, 'selinux=0'], 'lockdown,capability,landlock,yama,selinux,bpf'],
    ['… and to one that does', [{ ...STOCK, SECURITY_SELINUX_BOOTPARAM: 'y' }, 'selinux=0'], 'lockdown,capability,landlock,yama,bpf'],
    [
      '… the last number counts',
      [{ ...STOCK, SECURITY_SELINUX_BOOTPARAM: 'y' }, 'selinux=0 selinux=1 selinux=x'],
      'lockdown,capability,landlock,yama,selinux,bpf',
    ],
    [
      'an exclusive one that is off leaves its place to the next',
      [{ ...ALL, SECURITY_SELINUX_BOOTPARAM: 'y' }, 'selinux=0x0'],
      'lockdown,capability,landlock,yama,smack,tomoyo,bpf',
    ],
    ['apparmor=0', [{ ...ALL, LSM: 'apparmor,selinux' }, 'apparmor=0'], 'lockdown,capability,selinux'],
    ['no framework', [{ ...STOCK, SECURITY: 'n' }, ''], ''],
    [
      'integrity up to 6.3: where it is named',
      [{ ...STOCK, INTEGRITY: 'y', LSM: 'integrity,selinux' }, '', [6, 1, 119]],
      'lockdown,capability,integrity,selinux',
    ],
    ['… not at all when it is not', [{ ...STOCK, INTEGRITY: 'y', LSM: 'selinux' }, '', [5, 10]], 'lockdown,capability,selinux'],
    ['… up to 6.8: last', [{ ...STOCK, INTEGRITY: 'y', IMA: 'y', LSM: 'integrity,selinux' }, '', [6, 4]], 'lockdown,capability,selinux,integrity'],
    ['… since 6.9: IMA and EVM', [{ ...STOCK, INTEGRITY: 'y', IMA: 'y', EVM: 'y', LSM: 'selinux' }, '', [6, 9]], 'lockdown,capability,selinux,ima,evm'],
  ])('%s', (_, given, active) => expect(decide(...given).active?.join(',')).toBe(active));

  it('says why', () => {
    const { modules, orderFrom, order, unknownNames } = decide({ ...ALL, SECURITY_YAMA: 'n' }, 'lsm=lockdown,landlock,selinux,apparmor,nosuch');
    expect([orderFrom, order, unknownNames]).toEqual(['lsm=', ['lockdown', 'landlock', 'selinux', 'apparmor', 'nosuch'], ['nosuch']]);
    expect(Object.fromEntries(modules)).toMatchObject({
      lockdown: { state: 'active', how: 'it starts before all others, whatever the order names' },
      capability: { state: 'active', how: 'it always starts first' },
      selinux: { state: 'active', how: 'lsm= names it' },
      apparmor: { state: 'off', how: 'selinux comes before it' },
      smack: { state: 'off', how: 'lsm= does not name it' },
      yama: { state: 'not-built', how: 'CONFIG_SECURITY_YAMA is not set' },
      ima: { state: 'not-built', how: 'CONFIG_IMA is not set' },
    });
    expect(decide(STOCK, 'security=smack').modules.get('selinux')).toEqual({ state: 'off', how: 'security=smack turns it off' });
    expect(modules.has('integrity')).toBe(false);
  });

  it('what is not known of the release leaves open what depends on it', () => {
    const { active, modules } = decide({ ...STOCK, IMA: 'y' }, '', UNKNOWN);
    expect([active, modules.get('ima'), modules.get('evm'), modules.get('selinux')]).toMatchObject([
      undefined,
      UNKNOWN,
      { state: 'not-built', how: 'CONFIG_EVM is not set' },
      { state: 'active' },
    ]);
    expect(decide(STOCK, '', UNKNOWN).active).toHaveLength(6);
  });

  it.each<[string, Parameters<typeof kernelOf>]>([
    ['a command line', [STOCK, UNKNOWN]],
    ['a configuration', [UNKNOWN, '']],
  ])('%s that is not known leaves all open', (_, given) => expect(decideSecurityModules(kernelOf(...given))).toEqual(UNKNOWN));
});
