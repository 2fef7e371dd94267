import { array, boolean, declareFact, type Infer, list, object, oneOf, optional, string } from '@staticfire/facts';

const anchor = object({
  kind: oneOf(['certificate', 'openpgp-key', 'root-hash'], 'What it is'),
  name: string('Subject of the certificate, fingerprint of the key, or the hash; the last two hexadecimal'),
  sha256: optional(string('Of the DER of the certificate')),
  checks: string('What is held against it'),
});

const link = object({
  step: oneOf(['firmware-loader', 'boot-loader', 'boot-configuration', 'uki', 'kernel', 'command-line', 'hash-tree'], 'In the order of the boot'),
  partition: optional(oneOf(['EFI', 'BOOT', 'HASH'], 'Where it lies; absent when it is missing')),
  path: optional(string('Path on that partition')),
  sha256: optional(string('Of the file')),
  present: boolean('It is there'),
  protectedBy: array(
    oneOf(['authenticode', 'openpgp', 'hmac', 'uki', 'dm-verity'], 'Mechanism'),
    'What signs or hashes it: is there, not that it holds; empty for nothing',
  ),
  handsOn: string('What it says the next step is'),
  trusts: list(anchor, 'What it carries and checks others with; an element is unreadable when there may be more'),
});

const schema = object({
  firmware: oneOf(['uefi'], 'The path that is described; legacy BIOS starts the same grub.cfg through BIOS-BOOT'),
  enrolment: list(anchor, 'Certificates on the ESP for the owner of the machine to enrol; what firmware trusts in the end is not in the image'),
  links: list(link, 'From the first program to the root filesystem'),
  complete: boolean('Every link is there'),
  unprotectedInputs: array(string('File'), 'What takes part in the boot and nothing signs or hashes'),
});

export type BootChain = Infer<typeof schema>;

export const bootChain = declareFact<BootChain>({
  name: 'boot.chain',
  summary: 'From firmware to root filesystem: each link, what signs or hashes it, and what it trusts',
  scope: 'bank',
  schema,
});
