import { ukiFile } from './bytes/uki-file.ts';
import { enrolmentFiles, type KeyProfile } from './secure-boot/key-profile.ts';
import { keySections } from './secure-boot/key-sections.ts';

type Machine = 'x64' | 'aa64';

const LOADER_CONFIG = ['timeout menu-disabled', 'editor no', 'auto-entries no', 'auto-firmware no', 'secure-boot-enroll off', ''].join('\n');

/** The programs of a GRUB image's ESP, and what goes with the keys when there are some. */
export function grubEsp(machine: Machine, keys: KeyProfile | undefined): Record<string, Uint8Array> {
  return {
    [`/EFI/BOOT/boot${machine}.efi`]: program('shim', machine, keys),
    [`/EFI/BOOT/grub${machine}.efi`]: program('GRUB', machine, keys),
    [`/EFI/BOOT/mm${machine}.efi`]: program('MokManager', machine, keys),
    ...enrolled(keys),
  };
}

/** The programs of an ESP from the short time of systemd-boot (anatomy-2026 section 4.2). */
export function systemdBootEsp(machine: Machine, keys: KeyProfile | undefined): Record<string, Uint8Array> {
  return {
    [`/EFI/BOOT/boot${machine}.efi`]: program('shim', machine, keys),
    [`/EFI/BOOT/mm${machine}.efi`]: program('MokManager', machine, keys),
    [`/EFI/BOOT/systemd-boot${machine}.efi`]: program('systemd-boot', machine, keys),
    '/loader/loader.conf': Buffer.from(LOADER_CONFIG),
    ...enrolled(keys),
  };
}

/** A program by its place and shape only. */
function program(name: string, machine: Machine, keys: KeyProfile | undefined): Uint8Array {
  const sbat = `sbat,1,SBAT Version,sbat,1,https://example.invalid\nstaticfire.lab,1,staticfire,${name},1,https://example.invalid\n`;
  const text = `staticfire lab: stands for ${name}; boots nothing\n`;
  return ukiFile({
    machine,
    sections: [{ name: '.rodata', bytes: Buffer.from(text) }, { name: '.sbat', bytes: Buffer.from(sbat) }, ...keySections(name, keys)],
  });
}

function enrolled(keys: KeyProfile | undefined): Record<string, Uint8Array> {
  return keys === undefined ? {} : enrolmentFiles(keys);
}
