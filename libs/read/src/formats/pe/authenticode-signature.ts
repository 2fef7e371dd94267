import { decodeSigners, type SignerInfo } from '../../bytes/index.ts';
import type { PeCertificate, PeImage } from './pe-image.ts';
import { type EmbeddedCertificate, findCertificates } from './signature-certificates.ts';
import { decodeDigestInfo, findIndirectData, openSignedData, type SignedDigest } from './signed-digest.ts';

/** One entry of a PE file's certificate table, taken apart. That it holds is not looked at. */
export interface AuthenticodeSignature {
  readonly signed: SignedDigest;
  /** What the signers' message digest is of: SpcIndirectDataContent without its tag and length (RFC 2315, section 9.3). */
  readonly content: Uint8Array;
  /** X.509, in the order of the message. */
  readonly certificates: readonly EmbeddedCertificate[];
  /** At least one. */
  readonly signers: readonly SignerInfo[];
}

/** Throws as `readSignedDigest` and `readSignatureCertificates` do, and a FormatError where there is no signer. */
export function readAuthenticodeSignature(pe: PeImage, certificate: PeCertificate): AuthenticodeSignature {
  const signedData = openSignedData(pe, certificate);
  const indirect = findIndirectData(signedData);
  return { signed: decodeDigestInfo(indirect), content: indirect.bytes, certificates: findCertificates(signedData), signers: decodeSigners(signedData) };
}
