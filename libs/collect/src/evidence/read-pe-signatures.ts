import type { Infer, Unreadable } from '@staticfire/facts';
import { ReadError } from '@staticfire/read/bytes';
import { authenticodeDigest, type PeCertificate, type PeImage, readSignedDigest } from '@staticfire/read/formats/pe';
import { toFailure } from '../runner/to-failure.ts';
import type { peSignature } from './schemas.ts';

const PKCS_SIGNED_DATA = 2;

/** What the certificate table holds, entry by entry, and whether what is signed is this file. */
export function readPeSignatures(pe: PeImage): (Infer<typeof peSignature> | Unreadable)[] {
  return pe.certificates.map((certificate) => {
    try {
      return describe(pe, certificate);
    } catch (error) {
      if (error instanceof ReadError) return { $unreadable: toFailure(error) };
      throw error;
    }
  });
}

function describe(pe: PeImage, certificate: PeCertificate): Infer<typeof peSignature> {
  const type = certificate.type === PKCS_SIGNED_DATA ? 'pkcs7' : 'other';
  const signed = readSignedDigest(pe, certificate);
  if (signed === undefined) return { type };
  if (signed.algorithm === undefined) return { type, algorithm: signed.oid };
  return { type, algorithm: signed.algorithm, digestMatches: authenticodeDigest(pe, signed.algorithm) === signed.digest };
}
