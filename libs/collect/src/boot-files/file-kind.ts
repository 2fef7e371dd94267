import type { FileType } from '@staticfire/read/filesystem';
import type { FILE_KINDS } from './boot-files.schema.ts';

export type FileKind = (typeof FILE_KINDS)[number];

interface KnownName {
  readonly kind: FileKind;
  readonly path: RegExp;
}

/** What Bottlerocket's builds put there (rpm2img, shim, GRUB and systemd-boot packages), and what systemd-stub would pick up. FAT names have no case. */
const KNOWN: Readonly<Record<'EFI' | 'BOOT', readonly KnownName[]>> = {
  EFI: [
    { kind: 'addon', path: /^\/loader\/addons\/|\.addon\.efi$|\.efi\.extra\.d\/.*\.efi$/i },
    { kind: 'credential', path: /^\/loader\/credentials\/|\.cred$/i },
    { kind: 'firmware-loader', path: /^\/EFI\/BOOT\/BOOT(?:X64|AA64)\.EFI$/i },
    { kind: 'grub', path: /^\/EFI\/BOOT\/grub(?:x64|aa64)\.efi$/i },
    { kind: 'mok-manager', path: /^\/EFI\/BOOT\/mm(?:x64|aa64)\.efi$/i },
    { kind: 'systemd-boot', path: /^\/EFI\/BOOT\/systemd-boot(?:x64|aa64)\.efi$/i },
    { kind: 'loader-config', path: /^\/loader\/loader\.conf$/i },
    { kind: 'hmac', path: /^\/EFI\/BOOT\/\.bottlerocket\.efi\.hmac$/i },
    { kind: 'enrolment-certificate', path: /^\/EFI\/BOOT\/db\.(?:crt|cer)$/i },
  ],
  BOOT: [
    { kind: 'addon', path: /\.addon\.efi$|\.efi\.extra\.d\/.*\.efi$/i },
    { kind: 'credential', path: /\.cred$/i },
    { kind: 'kernel', path: /^\/vmlinuz$/ },
    { kind: 'kernel-config', path: /^\/config$/ },
    { kind: 'hmac', path: /^\/(?:\.vmlinuz|EFI\/Linux\/\.bottlerocket\.efi)\.hmac$/i },
    { kind: 'grub-config', path: /^\/grub\/grub\.cfg$/ },
    { kind: 'grub-signature', path: /^\/grub\/grub\.cfg\.sig$/ },
    { kind: 'uki', path: /^\/EFI\/Linux\/(?!\.|auto-)[^/]+\.efi$/i },
  ],
};
const FOLDERS: Readonly<Record<'EFI' | 'BOOT', RegExp>> = {
  EFI: /^\/(?:EFI|EFI\/BOOT|loader)$/i,
  BOOT: /^\/(?:EFI|EFI\/Linux|efi|grub|lost\+found)$/i,
};

/** What a name on the ESP or on BOOT makes of a file; a folder is known by its own name, not by what is in it. */
export function fileKind(partition: 'EFI' | 'BOOT', path: string, type: FileType): FileKind {
  if (type === 'directory') return FOLDERS[partition].test(path) ? 'folder' : 'unknown';
  if (type !== 'file') return 'unknown';
  return KNOWN[partition].find((known) => known.path.test(path))?.kind ?? 'unknown';
}
