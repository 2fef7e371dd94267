import { array, boolean, declareFact, type Infer, integer, list, object, oneOf, optional, string } from '@staticfire/facts';

const signer = object({
  subject: string('Name of who holds the key'),
  issuer: string('Name of who signed the certificate'),
  serial: string('Hexadecimal'),
  sha256: string('Of the DER'),
  notBefore: string('ISO 8601'),
  notAfter: string('ISO 8601; neither firmware nor shim look at it'),
  keyType: optional(string('rsa, ec …; absent for keys that are not known')),
  keyBits: optional(integer('Of RSA')),
});

const place = oneOf(['EFI', 'BOOT'], 'Where the file lies');

const anchor = object({
  partition: place,
  path: string('The file that it is, or is in'),
  place: oneOf(['vendor-certificate', 'vendor-hash', 'enrolment'], 'What shim trusts: a certificate, or this one program; a file for the owner to enrol'),
  sha256: string('Of the certificate’s DER, or of the program as Authenticode hashes it'),
});

const refusal = object({
  partition: place,
  path: string('The shim'),
  kind: oneOf(['certificate', 'sha256'], 'What it names: a certificate of the chain, or the program'),
  sha256: string('Of the certificate’s DER, or of the program as Authenticode hashes it'),
});

const authenticode = object({
  partition: place,
  path: string('The program'),
  entry: integer('Place in its certificate table, from 0'),
  digestAlgorithm: string('What the program is hashed with: sha1, sha256 …'),
  signatureAlgorithm: optional(string('Kind of key and digest: rsa-sha256, ec-sha384 …; absent without the signer’s certificate')),
  holds: boolean('The signature is of this program, and by the key of the certificate that it names'),
  problems: array(
    oneOf(['other-program', 'no-certificate', 'other-digest', 'wrong-signature'], 'What'),
    'Why it does not hold: it is of another program; its signer’s certificate is not with it; its signed attributes are of other content; another key made it',
  ),
  signer: optional(signer),
  chain: array(string('SHA-256 of the DER'), 'Certificates that come with it, the signer’s first, each issued by the one after it'),
  leadsTo: list(anchor, 'What on these partitions vouches for the signer when it is trusted; that what firmware trusts does is not known'),
  refusedBy: list(refusal, 'Entries of what a shim refuses that name the program or its chain'),
  carries: array(
    oneOf(['rfc3161-timestamp', 'countersignature', 'nested-signature'], 'What'),
    'Beside what is signed, and looked at by nobody who boots: a time that somebody vouches for, another signature',
  ),
  signingTime: optional(string('That the signer states, as it is stored: UTCTime or GeneralizedTime')),
});

const key = object({
  partition: place,
  path: string('The program that carries it'),
  fingerprint: string('Hexadecimal'),
  isSubkey: boolean('It belongs to the key before it'),
  algorithm: oneOf(['rsa', 'dsa', 'ecdsa', 'eddsa', 'elgamal', 'ecdh', 'other'], 'Kind of key'),
  bits: optional(integer('Of RSA and DSA')),
  userIds: array(string('User id'), 'Of a key that is no subkey'),
  created: string('ISO 8601'),
  expires: optional(string('ISO 8601, as it says of itself; absent when it does not; GRUB does not look at it')),
  revoked: boolean('A revocation stands with it; GRUB does not look at it'),
});

const openpgp = object({
  partition: place,
  path: string('The file with the signature'),
  signs: string('The file beside it that is signed'),
  entry: integer('Place in the file, from 0; GRUB reads the first one'),
  armored: boolean('It is text, which GRUB does not read'),
  hash: string('sha256 …; the number of one that is not known'),
  algorithm: oneOf(['rsa', 'dsa', 'ecdsa', 'eddsa', 'elgamal', 'ecdh', 'other'], 'Kind of key; GRUB has rsa and dsa'),
  keyId: optional(string('Last 16 digits of the fingerprint of the key that it names; absent when it names none')),
  created: optional(string('ISO 8601')),
  expires: optional(string('ISO 8601; absent when it does not')),
  verdict: oneOf(
    ['valid', 'invalid', 'unknown-key'],
    'valid: a key in a program on these partitions made it of the file; invalid: it names such a key, and is not by it or not of the file; unknown-key: it names none of them',
  ),
  keyIn: array(object({ partition: place, path: string('Path') }), 'Programs that carry the key'),
});

const schema = object({
  authenticode: list(authenticode, 'Entries of the certificate tables of programs, by partition, path and place; at most 200'),
  openpgp: list(openpgp, 'Detached signatures: files that are named as the file beside them with .sig behind it; at most 100'),
  openpgpKeys: list(key, 'OpenPGP keys in programs: what GRUB checks files with; at most 100'),
});

export type BootSignatures = Infer<typeof schema>;

export const bootSignatures = declareFact<BootSignatures>({
  name: 'boot.signatures',
  summary: 'Signatures on the ESP and BOOT: whether each holds, who made it, and who on these partitions vouches for that',
  scope: 'bank',
  schema,
});
