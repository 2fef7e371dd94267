import type { ByteView } from '../byte-view.ts';
import { DerTag, expectDer, readDer } from '../der.ts';
import { LimitError } from '../read-error.ts';
import { decodeSignerInfo, type SignerInfo } from './signer-info.ts';

const CERTIFICATES = 0xa0; // [0] IMPLICIT
const REVOCATION_LISTS = 0xa1; // [1] IMPLICIT
const MAX_SIGNERS = 16;

/**
 * The signers in SignedData (RFC 5652, section 5.1), which is version, digestAlgorithms, contentInfo, certificates, crls, signerInfos. More than 16
 * → LimitError; none, and DER that is none → FormatError.
 */
export function decodeSigners(signedData: ByteView): readonly SignerInfo[] {
  return signersIn(expectDer(signedData, placeOfSigners(signedData), DerTag.set, 'signerInfos').content);
}

function placeOfSigners(signedData: ByteView): number {
  let at = 0;
  for (const [tag, field] of [
    [DerTag.integer, 'version'],
    [DerTag.set, 'digestAlgorithms'],
    [DerTag.sequence, 'contentInfo'],
  ] as const) {
    at += expectDer(signedData, at, tag, field).length;
  }
  for (const tag of [CERTIFICATES, REVOCATION_LISTS]) if (readDer(signedData, at).tag === tag) at += readDer(signedData, at).length;
  return at;
}

function signersIn(set: ByteView): readonly SignerInfo[] {
  const signers: SignerInfo[] = [];
  for (let at = 0; at < set.length; ) {
    if (signers.length === MAX_SIGNERS)
      throw new LimitError({ structure: set.structure, field: 'signerInfos', offset: set.offset + at, message: `more than ${MAX_SIGNERS} signers` });
    const signer = expectDer(set, at, DerTag.sequence, 'SignerInfo');
    signers.push(decodeSignerInfo(signer.content));
    at += signer.length;
  }
  if (signers.length === 0) throw set.error('signerInfos', 0, 'none', 'a signer');
  return signers;
}
