import { type BlockSource, readBytes } from '../../block-source/index.ts';
import { ByteView, DerTag, decodeOid, decodeSigners, expectDer, LimitError, type SignerInfo, UnsupportedError } from '../../bytes/index.ts';

/** What stands behind a signed kernel module. */
export interface ModuleSignature {
  /** Bytes before the signature: what is signed. */
  readonly contentLength: number;
  /** At least one. */
  readonly signers: readonly SignerInfo[];
}

const MARKER = '~Module signature appended~\n';
const PKCS7 = 2; // PKEY_ID_PKCS7
const OLDER_TYPES: Readonly<Record<number, string>> = { 0: 'PGP', 1: 'X.509' };
const MAX_SIGNATURE = 64 * 1024;
const SIGNED_DATA = '1.2.840.113549.1.7.2';

/** struct module_signature (Linux include/linux/module_signature.h); sig_len is big endian. */
const TRAILER_LENGTH = 12;
const FIELDS = ['algo', 'hash', 'id_type', 'signer_len', 'key_id_len'];
const ID_TYPE = 2;
const SIG_LEN = 8;

/**
 * The signature of a kernel module that is not compressed; undefined when it has none. A trailer that contradicts itself, or that the
 * kernel refuses (kernel/module_signature.c, `mod_check_sig`), and DER that is none → FormatError; signatures of the time before Linux
 * 4.3 → UnsupportedError; more than 64 KiB, or than 16 signers → LimitError.
 */
export function readModuleSignature(source: BlockSource): ModuleSignature | undefined {
  const end = source.length - MARKER.length;
  if (end < 0 || Buffer.from(readBytes(source, end, MARKER.length)).toString('latin1') !== MARKER) return undefined;
  const start = end - TRAILER_LENGTH;
  const trailer = new ByteView(
    readBytes(source, Math.max(0, start), Math.min(TRAILER_LENGTH, end)),
    'struct module_signature',
    source.origin + Math.max(0, start),
  );
  checkTrailer(trailer);
  const length = new DataView(trailer.slice(SIG_LEN, 4).slice().buffer).getUint32(0);
  if (length >= start || length === 0) throw trailer.error('sig_len', SIG_LEN, length, `1 to ${Math.max(0, start - 1)}, inside the module`);
  if (length > MAX_SIGNATURE)
    throw new LimitError({
      structure: trailer.structure,
      field: 'sig_len',
      offset: trailer.offset + SIG_LEN,
      found: length,
      expected: `at most ${MAX_SIGNATURE}`,
    });
  const contentLength = start - length;
  const message = new ByteView(readBytes(source, contentLength, length), 'module signature', source.origin + contentLength);
  return { contentLength, signers: decodeSigners(openSignedData(message)) };
}

/** A PKCS#7 message of one ContentInfo and nothing behind it. */
function openSignedData(message: ByteView): ByteView {
  const outer = expectDer(message, 0, DerTag.sequence, 'ContentInfo');
  if (outer.length !== message.length) throw message.error('ContentInfo', outer.length, `${message.length - outer.length} bytes behind it`, 'none');
  const type = expectDer(outer.content, 0, DerTag.oid, 'contentType');
  if (decodeOid(type) !== SIGNED_DATA) throw outer.content.error('contentType', 0, decodeOid(type), SIGNED_DATA);
  const { content: explicit } = expectDer(outer.content, type.length, DerTag.context0, 'content');
  return expectDer(explicit, 0, DerTag.sequence, 'SignedData').content;
}

/** A PKCS#7 message says everything itself: all fields but the type have to be zero. */
function checkTrailer(trailer: ByteView): void {
  const type = trailer.u8(ID_TYPE);
  const older = OLDER_TYPES[type];
  if (older !== undefined)
    throw new UnsupportedError({ structure: trailer.structure, field: 'id_type', offset: trailer.offset + ID_TYPE, found: `${type}, ${older}` });
  if (type !== PKCS7) throw trailer.error('id_type', ID_TYPE, type, PKCS7);
  for (let at = 0; at < SIG_LEN; at++) if (at !== ID_TYPE && trailer.u8(at) !== 0) throw trailer.error(FIELDS[at] ?? '__pad', at, trailer.u8(at), 0);
}
