import type { Infer, Unreadable } from '@staticfire/facts';
import { authenticodeDigest, type PeCertificate, type PeImage, readSignedDigest } from '@staticfire/read/formats/pe';
import { attemptElements } from './attempt-reading.ts';
import type { peSignature } from './schemas.ts';

const PKCS_SIGNED_DATA = 2;

/** What the certificate table holds, entry by entry, and whether what is signed is this file. */
export function readPeSignatures(pe: PeImage): (Infer<typeof peSignature> | Unreadable)[] {
  return pe.certificates.flatMap((certificate) => attemptElements(() => [describe(pe, certificate)]));
}

function describe(pe: PeImage, certificate: PeCertificate): Infer<typeof peSignature> {
  const type = certificate.type === PKCS_SIGNED_DATA ? 'pkcs7' : 'other';
  const signed = readSignedDigest(pe, certificate);
  if (signed === undefined) return { type };
  if (signed.algorithm === undefined) return { type, algorithm: signed.oid };
  return { type, algorithm: signed.algorithm, digestMatches: authenticodeDigest(pe, signed.algorithm) === signed.digest };
}
