import { array, boolean, declareFact, type Infer, integer, list, object, oneOf, optional, string } from '@staticfire/facts';

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

const check = object({
  step: oneOf(['firmware-loader', 'mok-manager', 'boot-loader', 'boot-configuration', 'uki', 'kernel'], 'What the file is'),
  partition: oneOf(['EFI', 'BOOT'], 'Where it lies'),
  path: string('Path on that partition'),
  by: oneOf(['firmware', 'shim', 'GRUB'], 'Who looks at its signature before it is used'),
  mechanism: oneOf(['authenticode', 'openpgp'], 'What kind it is of'),
  signers: array(string('Subject of the certificate, or key id'), 'Who signed, as the signatures name them'),
  verdict: oneOf(
    ['vouched', 'enrolled', 'outside', 'refused', 'invalid', 'unchecked'],
    'vouched: it holds, and leads to what who looks at it carries; enrolled: it holds, and leads to a certificate on the ESP for the owner to enrol; outside: it holds, and nobody in the image vouches for who made it, which what firmware trusts may; refused: shim names it among what it does not start; invalid: one does not hold; unchecked: it may hold, and who should look at it cannot',
  ),
  anchor: optional(string('What vouches or refuses: SHA-256 of the certificate or program, or fingerprint of the key')),
});

const standing = object({
  step: oneOf(['firmware-loader', 'mok-manager', 'boot-loader', 'boot-configuration', 'uki', 'kernel'], 'What the file is'),
  partition: oneOf(['EFI', 'BOOT'], 'Where it lies'),
  path: string('Path on that partition'),
  verdict: oneOf(
    ['met', 'outdated', 'refused', 'missing'],
    'met: no level of shim is above it; outdated: the one is that shim applies when it is asked to; refused: the one is that it applies by itself; missing: it has no SBAT, and shim does not start it',
  ),
  below: array(
    object({ component: string('Component'), generation: integer('That it has'), least: integer('That the level asks for') }),
    'Where it is below that level',
  ),
});

const schema = object({
  firmware: oneOf(['uefi'], 'The path that is described; legacy BIOS starts the same grub.cfg through BIOS-BOOT'),
  enrolment: list(anchor, 'Certificates on the ESP for the owner of the machine to enrol; what firmware trusts in the end is not in the image'),
  links: list(link, 'From the first program to the root filesystem'),
  checks: list(check, 'Signatures of what boots, each verified; files without one are left out, and what could not be checked is unreadable'),
  sbat: list(standing, 'Generations of shim and of what it looks at, against the levels that it carries; empty without a shim'),
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
