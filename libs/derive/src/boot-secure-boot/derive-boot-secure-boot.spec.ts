import type { Fact, Unreadable } from '@staticfire/facts';
import { describe, expect, it } from 'vitest';
import { derive } from '../derive.ts';
import type { BootSecureBoot } from './boot-secure-boot.schema.ts';

const damaged: Unreadable = { $unreadable: { kind: 'format', structure: 'PE', message: 'damaged' } };
const program = (path: string, kind: string, signed = true, carries: readonly string[] = []) => ({ partition: 'EFI', path, kind, signed, carries });
const SHIM = program('/EFI/BOOT/bootx64.efi', 'firmware-loader', true, ['vendor-certificate']);
const GRUB = program('/EFI/BOOT/grubx64.efi', 'grub', true, ['openpgp-key']);
const MOK = program('/EFI/BOOT/mmx64.efi', 'mok-manager');
const SYSTEMD_BOOT = program('/EFI/BOOT/systemd-bootx64.efi', 'systemd-boot');
const KERNEL = { partition: 'BOOT', path: '/vmlinuz', kind: 'kernel', signed: true };
const SIGNATURE = { partition: 'BOOT', path: '/grub/grub.cfg.sig', kind: 'grub-signature' };
const ALL = [SHIM, GRUB, MOK, KERNEL, SIGNATURE];
const UKI = { partition: 'EFI', path: '/EFI/BOOT/BOOTX64.EFI', signed: true };

interface Given {
  readonly era?: string;
  readonly files?: readonly object[];
  readonly release?: string;
  readonly headerRelease?: string;
  readonly uki?: object;
}

function secureBoot({ era = 'grub-two-banks', files = ALL, release = '6.1.112', headerRelease, uki }: Given): BootSecureBoot {
  const values = {
    'boot.era': { era },
    'boot.files': { files },
    'boot.kernel': { ...(headerRelease === undefined ? { release } : { headerRelease }), hmacs: [] },
    'boot.uki': uki,
  };
  const facts = Object.entries(values).map(
    ([name, value]): Fact => ({
      ...{ name, bank: 'A', sources: [] },
      ...(value === undefined ? { state: 'absent' } : { state: 'present', value }),
    }),
  );
  const fact = derive({ facts }).facts.find(({ name }) => name === 'boot.secure-boot');
  if (fact?.state !== 'present') throw new Error(JSON.stringify(fact));
  return fact.value as BootSecureBoot;
}

/** What is missing; `?` for what is not known. */
const missing = (given: Given) => secureBoot(given).elements.flatMap((each) => ('$unreadable' in each ? ['?'] : each.present ? [] : [each.element]));
const without = (...files: readonly object[]) => ALL.filter((each) => !files.includes(each));

describe('boot.secure-boot: GRUB', () => {
  it('names seven elements, in the order of the boot', () => {
    expect(secureBoot({}).elements).toEqual([
      { element: 'shim-signature', partition: 'EFI', path: SHIM.path, present: true },
      { element: 'shim-vendor-certificate', partition: 'EFI', path: SHIM.path, present: true },
      { element: 'mok-manager-signature', partition: 'EFI', path: MOK.path, present: true },
      { element: 'boot-loader-signature', partition: 'EFI', path: GRUB.path, present: true },
      { element: 'grub-public-key', partition: 'EFI', path: GRUB.path, present: true },
      { element: 'grub-config-signature', partition: 'BOOT', path: SIGNATURE.path, present: true },
      { element: 'kernel-signature', partition: 'BOOT', path: KERNEL.path, present: true },
    ]);
  });

  it.each<[string, readonly object[], string[]]>([
    ['an unsigned shim', [...without(SHIM), { ...SHIM, signed: false }], ['shim-signature']],
    ['a shim that trusts nobody', [...without(SHIM), { ...SHIM, carries: [] }], ['shim-vendor-certificate']],
    ['no MokManager', without(MOK), ['mok-manager-signature']],
    ['GRUB without a key', [...without(GRUB), { ...GRUB, carries: ['vendor-certificate'] }], ['grub-public-key']],
    ['no signature of grub.cfg', without(SIGNATURE), ['grub-config-signature']],
    ['a kernel that is no program', [...without(KERNEL), { ...KERNEL, signed: undefined }], ['kernel-signature']],
    ['a kernel on the ESP only', [...without(KERNEL), { ...KERNEL, partition: 'EFI' }], ['kernel-signature']],
    ['a file that cannot be read beside them', [damaged, ...ALL], []],
    ['a missing file and one that cannot be read', [damaged, ...without(KERNEL)], ['?']],
  ])('%s', (_, files, expected) => expect(missing({ files })).toEqual(expected));
});

describe('boot.secure-boot: UKI', () => {
  it.each<[string, Given, string[]]>([
    ['direct and signed', { era: 'uki-direct', files: [], uki: UKI }, []],
    ['direct and not signed', { era: 'uki-direct', files: [], uki: { ...UKI, signed: false } }, ['uki-signature']],
    ['missing', { era: 'uki-direct', files: [] }, ['uki-signature']],
    ['behind systemd-boot', { era: 'uki-systemd-boot', files: [SHIM, MOK, SYSTEMD_BOOT], uki: UKI }, []],
    [
      'behind an unsigned systemd-boot',
      { era: 'uki-systemd-boot', files: [SHIM, MOK, { ...SYSTEMD_BOOT, signed: false }], uki: UKI },
      ['boot-loader-signature'],
    ],
    ['a way that is not known', { era: 'unknown', uki: UKI }, ['?']],
  ])('%s', (_, given, expected) => expect(missing(given)).toEqual(expected));
});

describe('boot.secure-boot: whether a variant is signed at all', () => {
  it.each([
    ['5.10.228', false],
    ['5.15.167', false],
    ['6.0.1', false],
    ['6.1.112', true],
    ['6.12.55', true],
    ['10.0.1', true],
    ['made up', true],
  ])('kernel %s: %s', (release, expected) => expect(secureBoot({ release }).expected).toBe(expected));

  it('goes by the header where the kernel inside names none', () => expect(secureBoot({ headerRelease: '5.15.167' }).expected).toBe(false));
});
