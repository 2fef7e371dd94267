import { createHash, createVerify, type KeyObject, X509Certificate } from 'node:crypto';
import { DerTag, expectDer, type SignatureHash, type SignerAttribute, type SignerInfo, UnsupportedError } from '@staticfire/read/bytes';
import type { AuthenticodeSignature, EmbeddedCertificate } from '@staticfire/read/formats/pe';
import { readCertificateIdentity } from '@staticfire/read/formats/x509';

/**
 * `no-certificate`: no certificate that comes with the signature is the signer's; `other-digest`: the attributes that are signed have another digest
 * than the content; `wrong-signature`: the signer's key did not make it.
 */
export type SignerProblem = 'no-certificate' | 'other-digest' | 'wrong-signature';

export interface VerifiedSigner {
  /** Absent with the problem `no-certificate`. */
  readonly certificate?: EmbeddedCertificate;
  /** `rsa-sha256`, `ec-sha384` …; absent without a certificate. */
  readonly algorithm?: string;
  /** Empty when the signature holds. */
  readonly problems: readonly SignerProblem[];
}

const STRUCTURE = 'PKCS#7 signature';
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
const SET = 0x31;
const DIGESTS: readonly SignatureHash[] = ['sha1', 'sha224', 'sha256', 'sha384', 'sha512'];
/** rsaEncryption and with a digest (PKCS#1 v1.5; RSASSA-PSS is 10); id-ecPublicKey and ecdsa-with-SHA*. */
const ALGORITHMS = { rsa: /^1\.2\.840\.113549\.1\.1\.(?:1|5|1[1-4])$/, ec: /^1\.2\.840\.10045\.(?:2\.1|4\.(?:1|3\.[1-4]))$/ };

/**
 * Whether one signer's signature holds: it is by the key of the certificate that it names, and of the content (RFC 2315, sections 9.3 and 9.4). Whose
 * certificate that is, and that the content has the digest of the file, is not looked at. Other algorithms than RSA PKCS#1 v1.5 and ECDSA with
 * SHA-1 or SHA-2 → UnsupportedError.
 */
export function verifyAuthenticodeSigner({ content, certificates }: AuthenticodeSignature, signer: SignerInfo): VerifiedSigner {
  const certificate = certificates.find((each) => isNamed(signer, each));
  if (certificate === undefined) return { problems: ['no-certificate'] };
  const key = publicKeyOf(certificate);
  const { hash, signature, signedAttributes } = signer;
  checkAlgorithm(signer, key, certificate.offset);
  const algorithm = `${key.asymmetricKeyType}-${hash}`;
  if (signedAttributes === undefined) return { certificate, algorithm, problems: isBy(key, hash!, content, signature) ? [] : ['wrong-signature'] };
  const digest = createHash(hash!).update(content).digest();
  const problems: SignerProblem[] = [];
  if (!hasDigest(signedAttributes.attributes, digest)) problems.push('other-digest');
  if (!isBy(key, hash!, asSet(signedAttributes.bytes), signature)) problems.push('wrong-signature');
  return { certificate, algorithm, problems };
}

function isNamed({ issuer, keyId }: SignerInfo, { bytes, offset }: EmbeddedCertificate): boolean {
  const identity = readCertificateIdentity(bytes, offset);
  if (issuer === undefined) return keyId === identity.subjectKeyId;
  return issuer.serial === identity.serial && Buffer.compare(issuer.name, identity.issuer) === 0;
}

function publicKeyOf({ bytes, offset }: EmbeddedCertificate): KeyObject {
  try {
    return new X509Certificate(bytes).publicKey;
  } catch (cause) {
    throw new UnsupportedError({ structure: STRUCTURE, field: 'certificates', offset, message: 'the signer’s certificate has a key that is not known', cause });
  }
}

function checkAlgorithm({ hash, digestOid, signatureOid }: SignerInfo, key: KeyObject, offset: number): void {
  const allowed = ALGORITHMS[key.asymmetricKeyType as keyof typeof ALGORITHMS];
  if (hash !== undefined && DIGESTS.includes(hash) && allowed?.test(signatureOid)) return;
  throw new UnsupportedError({
    structure: STRUCTURE,
    field: 'signatureAlgorithm',
    offset,
    found: `${signatureOid} with digest ${digestOid} and a key of type ${key.asymmetricKeyType}`,
    expected: 'RSA PKCS#1 v1.5 or ECDSA, with SHA-1 or SHA-2',
  });
}

/** The one value of the one attribute. */
function hasDigest(attributes: readonly SignerAttribute[], digest: Uint8Array): boolean {
  const found = attributes.filter(({ type }) => type === MESSAGE_DIGEST);
  if (found.length !== 1) return false;
  const { values } = found[0]!;
  const { content, length } = expectDer(values, 0, DerTag.octetString, 'messageDigest');
  return length === values.length && Buffer.compare(content.bytes, digest) === 0;
}

/** Signed is the SET, not the tag that stands in its place. */
function asSet(bytes: Uint8Array): Uint8Array {
  const set = Uint8Array.from(bytes);
  set[0] = SET;
  return set;
}

function isBy(key: KeyObject, hash: SignatureHash, content: Uint8Array, signature: Uint8Array): boolean {
  try {
    return createVerify(hash).update(content).verify(key, signature);
  } catch (cause) {
    throw new UnsupportedError({ structure: STRUCTURE, field: 'signature', message: 'OpenSSL does not check it', cause });
  }
}
