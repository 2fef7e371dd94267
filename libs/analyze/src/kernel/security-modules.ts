import { isSince, isUnknown, type KernelKnowledge, type Unknown } from './kernel-knowledge.ts';

/** A security module (LSM) of Linux 5.10 to 6.18. */
export interface SecurityModule {
  readonly name: string;
  /** Kconfig option that builds it in, without CONFIG_. */
  readonly option: string;
  /** `first` and `last` start whatever the order names; `early` before all others. */
  readonly place: 'early' | 'first' | 'ordered' | 'last';
  /** LSM_FLAG_LEGACY_MAJOR: `security=` with another name turns it off. */
  readonly major?: true;
  /** LSM_FLAG_EXCLUSIVE: only the first of these starts. */
  readonly exclusive?: true;
  /** `off` by this word of the command line, where the option is set. */
  readonly switch?: { readonly word: string; readonly option?: string };
}

type Rule = Omit<SecurityModule, 'place'> & { readonly place?: (kernel: KernelKnowledge) => SecurityModule['place'] | undefined | Unknown };

/**
 * In link order, which is that of modules with one place. Sources: the `DEFINE_LSM` of each module below security/, include/linux/lsm_hooks.h.
 * Integrity became one that starts last with 6.4, and fell into IMA and EVM with 6.9.
 */
const RULES: readonly Rule[] = [
  { name: 'lockdown', option: 'SECURITY_LOCKDOWN_LSM', place: early },
  { name: 'capability', option: 'SECURITY', place: () => 'first' },
  {
    name: 'selinux',
    option: 'SECURITY_SELINUX',
    major: true,
    exclusive: true,
    switch: { word: 'selinux', option: 'SECURITY_SELINUX_BOOTPARAM' },
  },
  { name: 'smack', option: 'SECURITY_SMACK', major: true, exclusive: true },
  { name: 'tomoyo', option: 'SECURITY_TOMOYO', major: true },
  { name: 'apparmor', option: 'SECURITY_APPARMOR', major: true, exclusive: true, switch: { word: 'apparmor' } },
  { name: 'yama', option: 'SECURITY_YAMA' },
  { name: 'loadpin', option: 'SECURITY_LOADPIN' },
  { name: 'safesetid', option: 'SECURITY_SAFESETID' },
  { name: 'bpf', option: 'BPF_LSM' },
  { name: 'landlock', option: 'SECURITY_LANDLOCK' },
  { name: 'ipe', option: 'SECURITY_IPE' },
  { name: 'integrity', option: 'INTEGRITY', place: integrity },
  { name: 'ima', option: 'IMA', place: measurement },
  { name: 'evm', option: 'EVM', place: measurement },
];

/** One whose place cannot be told, and why. */
export type UnplacedModule = Unknown & Pick<SecurityModule, 'name' | 'option'>;

/** Every module that a kernel of this release can have, with its place. */
export function securityModulesOf(kernel: KernelKnowledge): readonly (SecurityModule | UnplacedModule)[] {
  return RULES.flatMap((each): (SecurityModule | UnplacedModule)[] => placed(each, kernel));
}

function placed({ place: placeOf, ...rule }: Rule, kernel: KernelKnowledge): (SecurityModule | UnplacedModule)[] {
  const place = placeOf === undefined ? 'ordered' : placeOf(kernel);
  if (isUnknown(place)) return [{ ...place, name: rule.name, option: rule.option }];
  return place === undefined ? [] : [{ ...rule, place }];
}

function early(kernel: KernelKnowledge): SecurityModule['place'] | Unknown {
  const option = kernel.option('SECURITY_LOCKDOWN_LSM_EARLY');
  return isUnknown(option) ? option : option === 'y' ? 'early' : 'ordered';
}

function integrity(kernel: KernelKnowledge): SecurityModule['place'] | undefined | Unknown {
  const [last, gone] = [isSince(kernel, [6, 4]), isSince(kernel, [6, 9])];
  if (isUnknown(last)) return last;
  return gone === true ? undefined : last ? 'last' : 'ordered';
}

function measurement(kernel: KernelKnowledge): SecurityModule['place'] | undefined | Unknown {
  const there = isSince(kernel, [6, 9]);
  return isUnknown(there) ? there : there ? 'last' : undefined;
}
