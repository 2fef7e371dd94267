import { array, boolean, declareFact, type Infer, integer, list, object, oneOf, optional, string } from '@staticfire/facts';

export const FILE_KINDS = [
  ...['folder', 'firmware-loader', 'grub', 'mok-manager', 'systemd-boot', 'loader-config', 'uki', 'hmac', 'enrolment-certificate'],
  ...['kernel', 'kernel-config', 'grub-config', 'grub-signature', 'addon', 'credential', 'unknown'],
] as const;

const file = object({
  partition: oneOf(['EFI', 'BOOT'], 'Where it lies'),
  path: string('Path on that partition'),
  type: oneOf(['file', 'directory', 'symlink', 'char-device', 'block-device', 'fifo', 'socket'], 'Type'),
  size: integer('Bytes'),
  sha256: optional(string('Of a regular file')),
  kind: oneOf(FILE_KINDS, 'What its name makes it'),
  efiProgram: boolean('It is a PE file, which firmware can start'),
  signed: optional(boolean('Of a PE file: there is an entry in the certificate table')),
  carries: optional(array(oneOf(['vendor-certificate', 'openpgp-key'], 'What'), 'Of a PE file: keys that it checks what it starts with (shim, GRUB)')),
  openPgpKeys: optional(
    list(object({ fingerprint: string('Hexadecimal') }), 'Of a PE file with one: the OpenPGP keys that it checks files with (GRUB), subkeys left out'),
  ),
  signedDigestMatches: optional(boolean('Of a signed PE file: what every entry signs is this file')),
});

const schema = object({
  signing: oneOf(
    ['all', 'none', 'some', 'other-content'],
    'How many of the PE files that could be read are signed; other-content: a signature is of other content than its file',
  ),
  files: list(file, 'Every name but the roots, the ESP first, sorted; at most 1000'),
});

export type BootFiles = Infer<typeof schema>;

export const bootFiles = declareFact<BootFiles>({
  name: 'boot.files',
  summary: 'What lies on the ESP and on BOOT, where nothing but signatures protects it',
  scope: 'bank',
  schema,
});
