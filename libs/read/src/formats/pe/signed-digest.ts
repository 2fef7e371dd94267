import { type BlockSource, readBytes } from '../../block-source/index.ts';
import { ByteView, DerTag, decodeOid, expectDer, LimitError, readDer, UnsupportedError } from '../../bytes/index.ts';
import type { DigestAlgorithm } from './authenticode-digest.ts';
import type { PeCertificate, PeImage } from './pe-image.ts';

const REVISION = 0x0200; // WIN_CERT_REVISION_2_0
const PKCS_SIGNED_DATA = 2; // WIN_CERT_TYPE_PKCS_SIGNED_DATA
const EFI_GUID = 0x0ef1; // WIN_CERT_TYPE_EFI_GUID
const PKCS7_GUID = '9dd2af4adf68ee498aa9347d375665a7'; // EFI_CERT_TYPE_PKCS7_GUID as it is stored
const GUID_LENGTH = 16;
const MAX_CONTENT_LENGTH = 1 << 20;
const SIGNED_DATA = '1.2.840.113549.1.7.2';
const INDIRECT_DATA = '1.3.6.1.4.1.311.2.1.4'; // SPC_INDIRECT_DATA_OBJID

const ALGORITHMS: Readonly<Record<string, DigestAlgorithm>> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
};
const DIGEST_LENGTHS: Readonly<Record<DigestAlgorithm, number>> = { sha1: 20, sha256: 32, sha384: 48, sha512: 64 };

/** The digest that a signature says it signs. That somebody really signed it is not looked at. */
export interface SignedDigest {
  /** Dotted decimal. */
  readonly oid: string;
  /** Undefined for algorithms that `authenticodeDigest` does not have. */
  readonly algorithm?: DigestAlgorithm;
  /** Lower-case hex. */
  readonly digest: string;
}

/**
 * The digest inside a certificate's PKCS#7 SignedData, from its SpcIndirectDataContent (Microsoft, "Windows Authenticode Portable
 * Executable Signature Format"). Certificates of another type, and SignedData of another content → UnsupportedError.
 * More than 1 MiB → LimitError; DER that is none → FormatError.
 */
export function readSignedDigest(pe: PeImage, certificate: PeCertificate): SignedDigest {
  return decodeDigestInfo(findIndirectData(openSignedData(pe, certificate)));
}

/** The members of a certificate's SignedData. Throws as `readSignedDigest` does. */
export function openSignedData({ source }: PeImage, certificate: PeCertificate): ByteView {
  const view = readPkcs7(source, certificate);
  const outer = expectDer(view, 0, DerTag.sequence, 'ContentInfo');
  checkPadding(view, outer.length);
  return unwrap(outer.content);
}

function readPkcs7(source: BlockSource, { revision, type, content, offset }: PeCertificate): ByteView {
  if (revision !== REVISION)
    throw new UnsupportedError({ structure: 'WIN_CERTIFICATE', field: 'wRevision', offset: source.origin + offset + 4, found: revision, expected: REVISION });
  if (content.length > MAX_CONTENT_LENGTH)
    throw new LimitError({
      structure: 'PKCS#7 signature',
      offset: source.origin + content.offset,
      message: `${content.length} bytes, at most ${MAX_CONTENT_LENGTH} are read`,
    });
  const view = new ByteView(readBytes(source, content.offset, content.length), 'PKCS#7 signature', source.origin + content.offset);
  if (type === PKCS_SIGNED_DATA) return view;
  const hasGuid = type === EFI_GUID && view.length > GUID_LENGTH && Buffer.from(view.slice(0, GUID_LENGTH)).toString('hex') === PKCS7_GUID;
  if (hasGuid) return view.view(GUID_LENGTH, view.length - GUID_LENGTH);
  throw new UnsupportedError({
    structure: 'WIN_CERTIFICATE',
    field: 'wCertificateType',
    offset: source.origin + offset + 6,
    found: type,
    expected: 'a PKCS#7 signature',
  });
}

/** Signing tools count the padding to 8 bytes as content. */
function checkPadding(view: ByteView, end: number): void {
  for (let at = end; at < view.length; at++) if (at - end >= 8 || view.u8(at) !== 0) throw view.error('padding', at, view.u8(at), 'up to 7 zero bytes');
}

/** The members of SignedData; firmware takes it without its ContentInfo as well (EDK2, WrapPkcs7Data). */
function unwrap(outer: ByteView): ByteView {
  const first = readDer(outer, 0);
  if (first.tag === DerTag.integer) return outer;
  const type = decodeOid(expectDer(outer, 0, DerTag.oid, 'contentType'));
  if (type !== SIGNED_DATA) throw outer.error('contentType', 0, type, SIGNED_DATA);
  const explicit = expectDer(outer, first.length, DerTag.context0, 'content');
  return expectDer(explicit.content, 0, DerTag.sequence, 'SignedData').content;
}

/** SpcIndirectDataContent; SignedData is version, digestAlgorithms, contentInfo, and more. */
export function findIndirectData(signedData: ByteView): ByteView {
  const version = expectDer(signedData, 0, DerTag.integer, 'version');
  const algorithms = expectDer(signedData, version.length, DerTag.set, 'digestAlgorithms');
  const { content } = expectDer(signedData, version.length + algorithms.length, DerTag.sequence, 'contentInfo');
  const type = expectDer(content, 0, DerTag.oid, 'contentType');
  if (decodeOid(type) !== INDIRECT_DATA) throw unsupportedContent(content, decodeOid(type));
  const explicit = expectDer(content, type.length, DerTag.context0, 'content');
  return expectDer(explicit.content, 0, DerTag.sequence, 'SpcIndirectDataContent').content;
}

function unsupportedContent({ structure, offset }: ByteView, found: string): UnsupportedError {
  return new UnsupportedError({ structure, field: 'contentType', offset, found, expected: `${INDIRECT_DATA}, SpcIndirectDataContent` });
}

/** SpcIndirectDataContent is data and DigestInfo, which is AlgorithmIdentifier and digest. */
export function decodeDigestInfo(view: ByteView): SignedDigest {
  const data = expectDer(view, 0, DerTag.sequence, 'data');
  const { content: info } = expectDer(view, data.length, DerTag.sequence, 'messageDigest');
  const identifier = expectDer(info, 0, DerTag.sequence, 'digestAlgorithm');
  const oid = decodeOid(expectDer(identifier.content, 0, DerTag.oid, 'algorithm'));
  const { content } = expectDer(info, identifier.length, DerTag.octetString, 'digest');
  const algorithm = ALGORITHMS[oid];
  if (algorithm !== undefined && content.length !== DIGEST_LENGTHS[algorithm])
    throw content.error('digest', 0, `${content.length} bytes`, DIGEST_LENGTHS[algorithm]);
  return { oid, ...(algorithm === undefined ? {} : { algorithm }), digest: Buffer.from(content.bytes).toString('hex') };
}
