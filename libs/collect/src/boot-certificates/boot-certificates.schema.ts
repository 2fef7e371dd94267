import { boolean, declareFact, type Infer, integer, list, object, oneOf, optional, string } from '@staticfire/facts';

const certificate = object({
  partition: oneOf(['EFI', 'BOOT'], 'Where it lies'),
  path: string('The file that it is, or is in'),
  place: oneOf(['signature', 'vendor-certificate', 'enrolment'], 'Beside a signature; what shim trusts; a file for the owner to enrol'),
  subject: string('Name of who holds the key'),
  issuer: string('Name of who signed it'),
  commonName: optional(string('CN of the subject')),
  selfIssued: boolean('Both names are the same'),
  serial: string('Hexadecimal'),
  notBefore: string('ISO 8601'),
  notAfter: string('ISO 8601'),
  validitySeconds: integer('From the first to the last moment'),
  keyType: optional(string('rsa, ec …; absent for keys that are not known')),
  keyBits: optional(integer('Of RSA')),
  sha256: string('Of the DER'),
});

const schema = object({ certificates: list(certificate, 'By partition, path and place in the file; at most 500') });

export type BootCertificates = Infer<typeof schema>;

export const bootCertificates = declareFact<BootCertificates>({
  name: 'boot.certificates',
  summary: 'Certificates on the ESP and BOOT: in signatures, in shim, and for enrolment; nobody checked who vouches for them',
  scope: 'bank',
  schema,
});
