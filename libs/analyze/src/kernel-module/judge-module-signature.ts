import { createVerify, type KeyObject, X509Certificate } from 'node:crypto';
import type { SignatureHash, SignerInfo } from '@staticfire/read/bytes';
import type { ModuleSignature } from '@staticfire/read/formats/kernel-module';
import type { CertificateIdentity } from '@staticfire/read/formats/x509';

/**
 * `valid`: a key that is given vouches for the module; `invalid`: the signature names such a key, and is not of this module; `unknown-key`: it
 * names none of them; `unsupported`: it names one, with an algorithm that is not checked here.
 */
export type SignatureVerdict = 'valid' | 'invalid' | 'unknown-key' | 'unsupported';

/** A certificate that a kernel trusts. */
export interface TrustedCertificate extends CertificateIdentity {
  readonly der: Uint8Array;
}

const DIGESTS: readonly SignatureHash[] = ['sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'sha3-256', 'sha3-384', 'sha3-512'];
/** rsaEncryption and with a digest (PKCS#1 v1.5; RSASSA-PSS is 10), and ecdsa-with-SHA*. */
const ALGORITHM = /^(?:1\.2\.840\.113549\.1\.1\.(?:1|5|1[1-6])|1\.2\.840\.10045\.4\.(?:1|3\.[1-4])|2\.16\.840\.1\.101\.3\.4\.3\.\d+)$/;

/** What Linux would find (crypto/asymmetric_keys/pkcs7_trust.c): one signer is enough. `content` gives what is signed, anew each time, in pieces. */
export function judgeModuleSignature(
  { signers }: ModuleSignature,
  content: () => Iterable<Uint8Array>,
  trusted: readonly TrustedCertificate[],
): SignatureVerdict {
  const verdicts = new Set(signers.map((signer) => judgeSigner(signer, content, trusted)));
  return (['valid', 'invalid', 'unsupported'] as const).find((verdict) => verdicts.has(verdict)) ?? 'unknown-key';
}

function judgeSigner(signer: SignerInfo, content: () => Iterable<Uint8Array>, trusted: readonly TrustedCertificate[]): SignatureVerdict {
  const certificate = trusted.find((each) => isNamed(signer, each));
  if (certificate === undefined) return 'unknown-key';
  const { hash, signatureOid, signedAttributes, signature } = signer;
  const key = publicKeyOf(certificate);
  if (key === undefined || hash === undefined || !DIGESTS.includes(hash) || !ALGORITHM.test(signatureOid) || signedAttributes !== undefined)
    return 'unsupported';
  const verify = createVerify(hash);
  for (const piece of content()) verify.update(piece);
  return verify.verify(key, signature) ? 'valid' : 'invalid';
}

function isNamed({ issuer, keyId }: SignerInfo, certificate: TrustedCertificate): boolean {
  if (issuer === undefined) return keyId === certificate.subjectKeyId;
  return issuer.serial === certificate.serial && Buffer.compare(issuer.name, certificate.issuer) === 0;
}

/** Undefined for keys that OpenSSL does not know. */
function publicKeyOf({ der }: TrustedCertificate): KeyObject | undefined {
  try {
    const { publicKey } = new X509Certificate(der);
    return publicKey.asymmetricKeyType === 'rsa' || publicKey.asymmetricKeyType === 'ec' ? publicKey : undefined;
  } catch {
    return undefined;
  }
}
