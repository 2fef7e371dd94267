import { peFile } from './bytes/pe-file.ts';

const NAMES = { '/EFI/BOOT/bootx64.efi': 'shim', '/EFI/BOOT/grubx64.efi': 'GRUB', '/EFI/BOOT/mmx64.efi': 'MokManager' };

/** The three programs of an unsigned x86_64 ESP, by place and shape only (anatomy 5.1). */
export function espFiles(): Record<string, Uint8Array> {
  return Object.fromEntries(Object.entries(NAMES).map(([path, name]) => [path, program(name)]));
}

function program(name: string): Buffer {
  const text = Buffer.from(`staticfire lab: stands for ${name}; boots nothing\n`);
  return peFile([
    { name: '.text', bytes: text },
    {
      name: '.sbat',
      bytes: Buffer.from(`sbat,1,SBAT Version,sbat,1,https://example.invalid\nstaticfire.lab,1,staticfire,${name},1,https://example.invalid\n`),
    },
  ]);
}
