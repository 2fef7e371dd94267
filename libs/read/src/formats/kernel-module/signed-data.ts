import { type ByteView, DerTag, decodeOid, expectDer, LimitError, readDer } from '../../bytes/index.ts';
import { decodeSignerInfo, type SignerInfo } from './signer-info.ts';

const SIGNED_DATA = '1.2.840.113549.1.7.2';
const CERTIFICATES = 0xa0; // [0] IMPLICIT
const REVOCATION_LISTS = 0xa1; // [1] IMPLICIT
const MAX_SIGNERS = 16;

/** The signers of a PKCS#7 message (RFC 5652, section 5.1): SignedData is version, digestAlgorithms, contentInfo, certificates, crls, signerInfos. */
export function decodeSigners(message: ByteView): readonly SignerInfo[] {
  const outer = expectDer(message, 0, DerTag.sequence, 'ContentInfo');
  if (outer.length !== message.length) throw message.error('ContentInfo', outer.length, `${message.length - outer.length} bytes behind it`, 'none');
  const type = expectDer(outer.content, 0, DerTag.oid, 'contentType');
  if (decodeOid(type) !== SIGNED_DATA) throw outer.content.error('contentType', 0, decodeOid(type), SIGNED_DATA);
  const { content: explicit } = expectDer(outer.content, type.length, DerTag.context0, 'content');
  const { content: signedData } = expectDer(explicit, 0, DerTag.sequence, 'SignedData');
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
