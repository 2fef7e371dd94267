import { CertificateChain, type SignerProblem, type VerifiedSigner, verifyAuthenticodeSigner } from '@staticfire/analyze/authenticode';
import type { Unreadable } from '@staticfire/facts';
import { type SignerInfo, UnsupportedError } from '@staticfire/read/bytes';
import {
  type AuthenticodeSignature,
  authenticodeDigest,
  type DigestAlgorithm,
  type EmbeddedCertificate,
  type PeImage,
  readAuthenticodeSignature,
} from '@staticfire/read/formats/pe';
import { readCertificate } from '@staticfire/read/formats/x509';
import { attemptElements } from '../evidence/attempt-reading.ts';
import type { BootAnchor, BootProgram } from './boot-programs.ts';
import type { BootSignatures } from './boot-signatures.schema.ts';

type Authenticode = Exclude<BootSignatures['authenticode'][number], Unreadable>;
type Signer = NonNullable<Authenticode['signer']>;
type Anchors = readonly (BootAnchor | Unreadable)[];
type Digest = (algorithm: DigestAlgorithm) => string;

const SIGNING_TIME = '1.2.840.113549.1.9.5';
const CARRIED: Readonly<Record<string, Authenticode['carries'][number]>> = {
  '1.2.840.113549.1.9.6': 'countersignature',
  '1.2.840.113549.1.9.16.2.14': 'rfc3161-timestamp', // id-aa-timeStampToken
  '1.3.6.1.4.1.311.3.3.1': 'rfc3161-timestamp', // szOID_RFC3161_counterSign
  '1.3.6.1.4.1.311.2.4.1': 'nested-signature', // szOID_NESTED_SIGNATURE
};

/** What each entry of a program's certificate table is worth, or why that is not known. */
export function describeAuthenticode({ partition, path, pe }: BootProgram, anchors: Anchors): readonly (Authenticode | Unreadable)[] {
  const digest = digestsOf(pe);
  return pe.certificates.flatMap((certificate, entry) =>
    attemptElements(() => [{ partition, path, entry, ...describe(readAuthenticodeSignature(pe, certificate), digest, anchors) }]),
  );
}

function digestsOf(pe: PeImage): Digest {
  const known = new Map<DigestAlgorithm, string>();
  return (algorithm) => {
    const digest = known.get(algorithm) ?? authenticodeDigest(pe, algorithm);
    known.set(algorithm, digest);
    return digest;
  };
}

function describe(signature: AuthenticodeSignature, digest: Digest, anchors: Anchors): Omit<Authenticode, 'partition' | 'path' | 'entry'> {
  const { algorithm } = signature.signed;
  if (algorithm === undefined)
    throw new UnsupportedError({ structure: 'PKCS#7 signature', field: 'messageDigest', found: signature.signed.oid, expected: 'SHA-1 or SHA-2' });
  const signer = onlySigner(signature);
  const verified = verifyAuthenticodeSigner(signature, signer);
  const problems: readonly (SignerProblem | 'other-program')[] = [
    ...(digest(algorithm) === signature.signed.digest ? [] : (['other-program'] as const)),
    ...verified.problems,
  ];
  return {
    digestAlgorithm: algorithm,
    ...(verified.algorithm === undefined ? {} : { signatureAlgorithm: verified.algorithm }),
    holds: problems.length === 0,
    problems,
    ...whoSigned(verified, signature, digest, anchors),
    carries: carriedBy(signer),
    ...signingTimeOf(signer),
  };
}

/** Microsoft, "Windows Authenticode Portable Executable Signature Format": there is one. Firmware would want all of several to hold. */
function onlySigner({ signers }: AuthenticodeSignature): SignerInfo {
  if (signers.length === 1) return signers[0]!;
  throw new UnsupportedError({ structure: 'PKCS#7 signature', field: 'signerInfos', found: signers.length, expected: 'one signer' });
}

function whoSigned(
  { certificate }: VerifiedSigner,
  { certificates }: AuthenticodeSignature,
  digest: Digest,
  anchors: Anchors,
): Pick<Authenticode, 'signer' | 'chain' | 'leadsTo' | 'refusedBy'> {
  const chain = certificate === undefined ? undefined : chainOf(certificate, certificates);
  const named = anchors.flatMap((anchor) => ('$unreadable' in anchor ? [anchor] : attemptElements(() => (applies(anchor, chain, digest) ? [anchor] : []))));
  return {
    ...(certificate === undefined ? {} : { signer: describeSigner(certificate) }),
    chain: (chain?.certificates ?? []).map((der) => readCertificate(der, 0).sha256),
    leadsTo: named.flatMap((each): Authenticode['leadsTo'] => ('$unreadable' in each ? [each] : leading(each))),
    refusedBy: named.flatMap((each): Authenticode['refusedBy'] => ('$unreadable' in each ? [each] : refusing(each))),
  };
}

function chainOf(signer: EmbeddedCertificate, others: readonly EmbeddedCertificate[]): CertificateChain {
  return new CertificateChain(
    signer.bytes,
    others.map(({ bytes }) => bytes),
  );
}

function applies({ place, bytes }: BootAnchor, chain: CertificateChain | undefined, digest: Digest): boolean {
  if (place === 'vendor-hash' || place === 'refused-hash') return Buffer.from(bytes).toString('hex') === digest('sha256');
  return chain?.leadsTo(bytes) ?? false;
}

function leading({ partition, path, place, bytes }: BootAnchor): Authenticode['leadsTo'] {
  if (place === 'refused-hash' || place === 'refused-certificate') return [];
  return [{ partition, path, place, sha256: nameOf(place === 'vendor-hash', bytes) }];
}

function refusing({ partition, path, place, bytes }: BootAnchor): Authenticode['refusedBy'] {
  if (place !== 'refused-hash' && place !== 'refused-certificate') return [];
  const isHash = place === 'refused-hash';
  return [{ partition, path, kind: isHash ? 'sha256' : 'certificate', sha256: nameOf(isHash, bytes) }];
}

function nameOf(isHash: boolean, bytes: Uint8Array): string {
  return isHash ? Buffer.from(bytes).toString('hex') : readCertificate(bytes, 0).sha256;
}

function describeSigner({ bytes, offset }: EmbeddedCertificate): Signer {
  const { subject, issuer, serial, sha256, notBefore, notAfter, keyType, keyBits } = readCertificate(bytes, offset);
  return {
    ...{ subject, issuer, serial, sha256, notBefore, notAfter },
    ...(keyType === undefined ? {} : { keyType }),
    ...(keyBits === undefined ? {} : { keyBits }),
  };
}

function carriedBy({ unsignedAttributes }: SignerInfo): Authenticode['carries'] {
  const found = new Set((unsignedAttributes?.attributes ?? []).map(({ type }) => CARRIED[type]));
  return (['rfc3161-timestamp', 'countersignature', 'nested-signature'] as const).filter((each) => found.has(each));
}

/** UTCTime is 23, GeneralizedTime 24: tag, length, and up to 20 printable characters. */
function signingTimeOf({ signedAttributes }: SignerInfo): Pick<Authenticode, 'signingTime'> {
  const values = signedAttributes?.attributes.find(({ type }) => type === SIGNING_TIME)?.values;
  const text = Buffer.from(values?.bytes.subarray(2, 22) ?? []).toString('latin1');
  return /^\d{10,14}Z$/.test(text) ? { signingTime: text } : {};
}
