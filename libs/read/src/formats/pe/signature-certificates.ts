import { type ByteView, DerTag, expectDer, LimitError, readDer } from '../../bytes/index.ts';
import type { PeCertificate, PeImage } from './pe-image.ts';
import { openSignedData } from './signed-digest.ts';

const MAX_CERTIFICATES = 32;

/** A certificate that a signature brings along, not looked into. */
export interface EmbeddedCertificate {
  /** DER of the whole. */
  readonly bytes: Uint8Array;
  /** Absolute image offset. */
  readonly offset: number;
}

/**
 * The certificates of a PKCS#7 signature, in its order (RFC 2315, section 9.1: SignedData.certificates). Those of other kinds than
 * X.509 are left out. Throws as `readSignedDigest` does, and a LimitError for more than 32.
 */
export function readSignatureCertificates(pe: PeImage, certificate: PeCertificate): EmbeddedCertificate[] {
  return findCertificates(openSignedData(pe, certificate));
}

export function findCertificates(signedData: ByteView): EmbeddedCertificate[] {
  let at = 0;
  for (const [tag, field] of [
    [DerTag.integer, 'version'],
    [DerTag.set, 'digestAlgorithms'],
    [DerTag.sequence, 'contentInfo'],
  ] as const) {
    at += expectDer(signedData, at, tag, field).length;
  }
  if (at >= signedData.length) return [];
  const { tag, content } = readDer(signedData, at);
  return tag === DerTag.context0 ? elements(content) : [];
}

function elements(view: ByteView): EmbeddedCertificate[] {
  const found: EmbeddedCertificate[] = [];
  for (let at = 0; at < view.length; ) {
    const { tag, length } = readDer(view, at);
    if (found.length === MAX_CERTIFICATES)
      throw new LimitError({ structure: view.structure, field: 'certificates', offset: view.offset + at, found: `more than ${MAX_CERTIFICATES}` });
    if (tag === DerTag.sequence) found.push({ bytes: view.slice(at, length), offset: view.offset + at });
    at += length;
  }
  return found;
}
