import { array, boolean, declareFact, type Infer, integer, list, object, oneOf, optional, string } from '@staticfire/facts';
import { osReleaseField, peSignature } from '../evidence/schemas.ts';

const section = object({
  name: string('Name'),
  offset: integer('Byte of the file'),
  length: integer('Bytes in the file'),
  virtualSize: integer('Bytes in memory'),
});

const schema = object({
  partition: oneOf(['EFI', 'BOOT'], 'Where it lies'),
  path: string('Path on that partition'),
  startedBy: oneOf(['firmware', 'systemd-boot'], 'What starts it'),
  machine: string('As UEFI names it: x64, aa64; empty for others'),
  length: integer('Bytes'),
  sha256: string('Of the file'),
  sections: array(section, 'In the order of the section table'),
  missingSections: array(string('Name'), 'Of the five that a Bottlerocket UKI has: .linux .cmdline .uname .osrel .sbat'),
  unexpectedSections: array(string('Name'), 'That a Bottlerocket UKI does not have: .initrd, .profile, device trees …'),
  uname: optional(string('.uname')),
  osRelease: array(osReleaseField, 'Lines of .osrel'),
  cmdline: optional(string('.cmdline')),
  sbat: array(object({ component: string('Component'), generation: string('Generation') }), 'Rows of .sbat'),
  authenticode: string('SHA-256 that a signature has to be made over'),
  signatures: list(peSignature, 'Entries of the certificate table; that a signature is valid is not looked at'),
  signed: boolean('There is at least one entry'),
});

export type BootUki = Infer<typeof schema>;

export const bootUki = declareFact<BootUki>({
  name: 'boot.uki',
  summary: 'The unified kernel image that boots: its sections and what they say',
  scope: 'bank',
  schema,
});
