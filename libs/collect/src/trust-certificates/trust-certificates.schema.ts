import { boolean, declareFact, type Infer, integer, list, object, optional, string } from '@staticfire/facts';

const bundle = object({
  path: string('Path'),
  linkTo: optional(string('The other of these paths that is the same file; its certificates are listed there')),
  size: integer('Bytes'),
  sha256: string('Of the file'),
  certificates: integer('Blocks of PEM in it'),
});

const certificate = object({
  path: string('The bundle'),
  offset: integer('Byte of the file where it begins'),
  sha256: string('Fingerprint: of the DER'),
  subject: string('Name of who holds the key'),
  commonName: optional(string('CN of the subject')),
  notBefore: string('ISO 8601'),
  notAfter: string('ISO 8601; whether that is past depends on the day, not on the image'),
  keyType: optional(string('rsa, ec …; absent for keys that are not known')),
  keyBits: optional(integer('Of RSA')),
  keyCurve: optional(string('Of elliptic curves: prime256v1 …')),
  signatureHash: string('sha256 …; the object identifier of an algorithm that is not known'),
  selfSigned: boolean('Its own key made its signature'),
  isAuthority: boolean('Its basic constraints let it issue others'),
});

const schema = object({
  bundles: list(bundle, 'Files that programs take their trust in TLS from, and what they are copied from when the node starts, by path'),
  certificates: list(certificate, 'What they hold, by path and offset; at most 2000'),
});

export type TrustCertificates = Infer<typeof schema>;

export const trustCertificates = declareFact<TrustCertificates>({
  name: 'trust.certificates',
  summary: 'The certificate authorities that a node trusts from the start',
  scope: 'bank',
  schema,
});
