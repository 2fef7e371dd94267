import { createHash, X509Certificate } from 'node:crypto';
import { FormatError, LimitError } from '../../bytes/index.ts';

const MAX_LENGTH = 64 * 1024;
const STRUCTURE = 'X.509 certificate';

/** What a certificate says of itself (RFC 5280). That anybody vouches for it is not looked at. */
export interface CertificateSummary {
  /** `CN=…, O=…` in the certificate's order. */
  readonly subject: string;
  readonly issuer: string;
  /** The first one; undefined when the subject has none. */
  readonly commonName?: string;
  /** Subject and issuer are the same name. */
  readonly selfIssued: boolean;
  /** Upper-case hex. */
  readonly serial: string;
  /** ISO 8601, inclusive. */
  readonly notBefore: string;
  readonly notAfter: string;
  readonly validitySeconds: number;
  /** `rsa`, `ec`, `ed25519` …; undefined for keys that OpenSSL does not know. */
  readonly keyType?: string;
  /** Of RSA. */
  readonly keyBits?: number;
  /** Of the DER, hex. */
  readonly sha256: string;
}

/** A certificate as DER or PEM, through OpenSSL. `offset` is where its bytes start in the image. More than 64 KiB → LimitError; what is none → FormatError. */
export function readCertificate(bytes: Uint8Array, offset: number): CertificateSummary {
  if (bytes.length > MAX_LENGTH)
    throw new LimitError({ structure: STRUCTURE, offset, field: 'length', found: bytes.length, expected: `at most ${MAX_LENGTH}` });
  const certificate = decode(bytes, offset);
  const [from, to] = [Date.parse(certificate.validFrom), Date.parse(certificate.validTo)];
  if (Number.isNaN(from) || Number.isNaN(to))
    throw new FormatError({ structure: STRUCTURE, offset, field: 'validity', found: `${certificate.validFrom} to ${certificate.validTo}` });
  const commonName = certificate.subject
    ?.split('\n')
    .find((part) => part.startsWith('CN='))
    ?.slice('CN='.length);
  return {
    subject: oneLine(certificate.subject),
    issuer: oneLine(certificate.issuer),
    ...(commonName === undefined ? {} : { commonName }),
    selfIssued: certificate.subject === certificate.issuer,
    serial: certificate.serialNumber,
    notBefore: new Date(from).toISOString(),
    notAfter: new Date(to).toISOString(),
    validitySeconds: (to - from) / 1000,
    ...describeKey(certificate),
    sha256: createHash('sha256').update(certificate.raw).digest('hex'),
  };
}

function decode(bytes: Uint8Array, offset: number): X509Certificate {
  try {
    return new X509Certificate(bytes);
  } catch (cause) {
    throw new FormatError({ structure: STRUCTURE, offset, expected: 'a certificate as DER or PEM', cause });
  }
}

function describeKey(certificate: X509Certificate): Pick<CertificateSummary, 'keyType' | 'keyBits'> {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
    const bits = asymmetricKeyDetails?.modulusLength;
    return { ...(asymmetricKeyType === undefined ? {} : { keyType: asymmetricKeyType }), ...(bits === undefined ? {} : { keyBits: bits }) };
  } catch {
    return {};
  }
}

/** An empty name is `undefined` in Node. */
function oneLine(name: string | undefined): string {
  return (name ?? '').split('\n').join(', ');
}
