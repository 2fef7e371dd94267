import { type KeyObject, X509Certificate } from 'node:crypto';
import { ByteView, type DerElement, DerTag, decodeOid, expectDer, readDer } from '../../bytes/index.ts';
import { type CertificateSummary, readCertificate } from './read-certificate.ts';

/** What somebody who trusts a certificate, or doubts it, wants to know of it. */
export interface TrustAnchor extends CertificateSummary {
  /** Of elliptic curves, as OpenSSL names them: `prime256v1`. */
  readonly keyCurve?: string;
  /** `sha256` …, `ed25519`; the object identifier of an algorithm that is not known. */
  readonly signatureHash: string;
  /** Its own key made its signature. */
  readonly selfSigned: boolean;
  /** Its basic constraints say that it may issue others. */
  readonly isAuthority: boolean;
}

/** RFC 8017, appendix A.2; RFC 5758, section 3.2; RFC 8410, section 3. */
const ALGORITHMS: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.2': 'md2',
  '1.2.840.113549.1.1.4': 'md5',
  '1.2.840.113549.1.1.5': 'sha1',
  '1.2.840.113549.1.1.14': 'sha224',
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.1': 'sha1',
  '1.2.840.10045.4.3.1': 'sha224',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
  '1.2.840.10040.4.3': 'sha1',
  '2.16.840.1.101.3.4.3.1': 'sha224',
  '2.16.840.1.101.3.4.3.2': 'sha256',
  '1.3.101.112': 'ed25519',
  '1.3.101.113': 'ed448',
};
const PSS = '1.2.840.113549.1.1.10';
const DIGESTS: Readonly<Record<string, string>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.4': 'sha224',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};

/** A certificate as DER, nothing behind it; `offset` is its place, for errors. Errors as of `readCertificate`. */
export function readTrustAnchor(der: Uint8Array, offset: number): TrustAnchor {
  const summary = readCertificate(der, offset);
  const view = new ByteView(der, 'X.509 certificate', offset);
  const whole = expectDer(view, 0, DerTag.sequence, 'Certificate');
  if (whole.length !== der.length) throw view.error('length', 0, der.length, `${whole.length} bytes`);
  const certificate = new X509Certificate(der);
  const key = publicKeyOf(certificate);
  const curve = key?.asymmetricKeyDetails?.namedCurve;
  return {
    ...summary,
    ...(curve === undefined ? {} : { keyCurve: curve }),
    signatureHash: signatureHash(whole),
    selfSigned: summary.selfIssued && key !== undefined && isSignedBy(certificate, key),
    isAuthority: certificate.ca,
  };
}

/** Undefined for keys that OpenSSL does not know. */
function publicKeyOf(certificate: X509Certificate): KeyObject | undefined {
  try {
    return certificate.publicKey;
  } catch {
    return undefined;
  }
}

function isSignedBy(certificate: X509Certificate, key: KeyObject): boolean {
  try {
    return certificate.verify(key);
  } catch {
    return false;
  }
}

/** signatureAlgorithm, the second member. */
function signatureHash({ content }: DerElement): string {
  const body = expectDer(content, 0, DerTag.sequence, 'tbsCertificate');
  const algorithm = expectDer(content, body.length, DerTag.sequence, 'signatureAlgorithm');
  const id = expectDer(algorithm.content, 0, DerTag.oid, 'algorithm');
  const oid = decodeOid(id);
  return oid === PSS ? pssHash(algorithm, id.length) : (ALGORITHMS[oid] ?? oid);
}

/** hashAlgorithm is [0] of the parameters; SHA-1 when it is not there (RFC 4055, section 3.1). */
function pssHash(algorithm: DerElement, at: number): string {
  const parameters = expectDer(algorithm.content, at, DerTag.sequence, 'parameters');
  const first = parameters.content.length === 0 ? undefined : readDer(parameters.content, 0);
  if (first?.tag !== DerTag.context0) return 'sha1';
  const hash = expectDer(first.content, 0, DerTag.sequence, 'hashAlgorithm');
  const oid = decodeOid(expectDer(hash.content, 0, DerTag.oid, 'algorithm'));
  return DIGESTS[oid] ?? oid;
}
