import type { BootEra } from './boot-era.schema.ts';

export type Era = BootEra['era'];
export type Place = 'EFI' | 'BOOT' | 'PRIVATE';

interface Requirement {
  readonly where: Place;
  /** Any one of these paths. */
  readonly paths: readonly string[];
  readonly eras: readonly Era[];
}

const GRUB: readonly Era[] = ['grub-two-banks', 'grub-one-bank'];
const UKI: readonly Era[] = ['uki-systemd-boot', 'uki-direct'];
const FIRMWARE = ['/EFI/BOOT/BOOTX64.EFI', '/EFI/BOOT/BOOTAA64.EFI'];
const GRUB_PROGRAM = ['/EFI/BOOT/grubx64.efi', '/EFI/BOOT/grubaa64.efi'];
const MOK_MANAGER = ['/EFI/BOOT/mmx64.efi', '/EFI/BOOT/mmaa64.efi'];
const SYSTEMD_BOOT = ['/EFI/BOOT/systemd-bootx64.efi', '/EFI/BOOT/systemd-bootaa64.efi'];

/** What rpm2img puts on the partitions of each era. */
export const REQUIRED: readonly Requirement[] = [
  { where: 'EFI', paths: FIRMWARE, eras: [...GRUB, ...UKI] },
  { where: 'EFI', paths: GRUB_PROGRAM, eras: GRUB },
  { where: 'BOOT', paths: ['/grub/grub.cfg'], eras: GRUB },
  { where: 'BOOT', paths: ['/vmlinuz'], eras: GRUB },
  { where: 'BOOT', paths: ['/config'], eras: GRUB },
  { where: 'BOOT', paths: ['/.vmlinuz.hmac'], eras: GRUB },
  { where: 'PRIVATE', paths: ['/bootconfig.data'], eras: GRUB },
  { where: 'EFI', paths: SYSTEMD_BOOT, eras: ['uki-systemd-boot'] },
  { where: 'EFI', paths: ['/loader/loader.conf'], eras: ['uki-systemd-boot'] },
  { where: 'BOOT', paths: ['/EFI/Linux/.bottlerocket.efi.hmac'], eras: ['uki-systemd-boot'] },
  { where: 'EFI', paths: ['/EFI/BOOT/.bottlerocket.efi.hmac'], eras: ['uki-direct'] },
];

/** What belongs to another era and would take part in the boot, or seem to. */
export const FORBIDDEN: readonly Requirement[] = [
  { where: 'EFI', paths: GRUB_PROGRAM, eras: UKI },
  { where: 'BOOT', paths: ['/grub/grub.cfg'], eras: UKI },
  { where: 'BOOT', paths: ['/vmlinuz'], eras: UKI },
  { where: 'EFI', paths: MOK_MANAGER, eras: ['uki-direct'] },
  { where: 'EFI', paths: SYSTEMD_BOOT, eras: [...GRUB, 'uki-direct'] },
  { where: 'EFI', paths: ['/loader/loader.conf'], eras: [...GRUB, 'uki-direct'] },
  { where: 'EFI', paths: ['/EFI/Linux'], eras: [...GRUB, ...UKI] },
  { where: 'BOOT', paths: ['/EFI/Linux'], eras: GRUB },
  { where: 'EFI', paths: ['/EFI/BOOT/.bottlerocket.efi.hmac'], eras: [...GRUB, 'uki-systemd-boot'] },
];
