import { boolean, declareFact, type Infer, integer, list, object, oneOf, optional, string } from '@staticfire/facts';
import { peSignature } from '../evidence/schemas.ts';

const hmac = object({
  partition: oneOf(['EFI', 'BOOT'], 'Where it lies'),
  path: string('Where it was read'),
  fileName: string('The file that it names, relative to /boot'),
  namesKernel: boolean('That is the file that boots'),
  matches: boolean('Recomputed over the file that boots, it is the same'),
});

const schema = object({
  partition: oneOf(['EFI', 'BOOT'], 'Where it lies'),
  path: string('Path on that partition; of the UKI when the kernel is inside one'),
  insideUki: boolean('It is the section .linux of a UKI'),
  length: integer('Bytes'),
  sha256: string('Of the kernel alone'),
  format: oneOf(['bzImage', 'efi-zboot', 'arm64-image', 'elf'], 'File format'),
  architecture: optional(oneOf(['x86_64', 'i686', 'aarch64', 'riscv64', 'loongarch64'], 'What it runs on')),
  compression: optional(string('Of the kernel inside; absent when it is not compressed')),
  inflatedLength: optional(integer('Bytes of the kernel inside')),
  banner: optional(string('Linux version …')),
  release: optional(string('What uname -r will say')),
  headerRelease: optional(string("What a bzImage's header says")),
  releasesAgree: optional(boolean('Every place that names a release names the same')),
  hasConfig: boolean('It carries its configuration (CONFIG_IKCONFIG)'),
  signatures: list(peSignature, 'Entries of its own certificate table; that a signature is valid is not looked at'),
  signed: boolean('There is at least one entry'),
  hmacs: list(hmac, 'HMAC files beside it'),
});

export type BootKernel = Infer<typeof schema>;

export const bootKernel = declareFact<BootKernel>({
  name: 'boot.kernel',
  summary: 'The kernel that boots: format, release, signature and HMAC',
  scope: 'bank',
  schema,
});
