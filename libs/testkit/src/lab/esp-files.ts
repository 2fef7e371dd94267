import { peFile } from './bytes/pe-file.ts';
import { enrolmentFiles, type KeyProfile } from './secure-boot/key-profile.ts';
import { keySections } from './secure-boot/key-sections.ts';

const NAMES = { '/EFI/BOOT/bootx64.efi': 'shim', '/EFI/BOOT/grubx64.efi': 'GRUB', '/EFI/BOOT/mmx64.efi': 'MokManager' } as const;

/** The three programs of an x86_64 ESP, by place and shape only, and what goes with the keys when there are some (anatomy 5.1, 5.7). */
export function espFiles(keys: KeyProfile | undefined): Record<string, Uint8Array> {
  const programs = Object.entries(NAMES).map(([path, name]) => [path, program(name, keys)] as const);
  return { ...Object.fromEntries(programs), ...(keys === undefined ? {} : enrolmentFiles(keys)) };
}

function program(name: (typeof NAMES)[keyof typeof NAMES], keys: KeyProfile | undefined): Buffer {
  const text = Buffer.from(`staticfire lab: stands for ${name}; boots nothing\n`);
  return peFile([
    { name: '.text', bytes: text },
    {
      name: '.sbat',
      bytes: Buffer.from(`sbat,1,SBAT Version,sbat,1,https://example.invalid\nstaticfire.lab,1,staticfire,${name},1,https://example.invalid\n`),
    },
    ...keySections(name, keys),
  ]);
}
