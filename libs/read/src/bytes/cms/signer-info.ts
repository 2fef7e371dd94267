import type { ByteView } from '../byte-view.ts';
import { DerTag, decodeOid, expectDer, readDer } from '../der.ts';
import { LimitError } from '../read-error.ts';
import { findCommonName } from './distinguished-name.ts';
import { type SignatureHash, signatureHashes } from './signature-algorithms.ts';

/** Who signed, and with what (RFC 5652, section 5.3). That the signature holds is not looked at. */
export interface SignerInfo {
  /** Names the key by its certificate's issuer and serial number, as most do … */
  readonly issuer?: {
    /** DER of the name. */
    readonly name: Uint8Array;
    readonly commonName?: string;
    /** Big endian, lower-case hex, zero bytes in front left out. */
    readonly serial: string;
  };
  /** … or by its certificate's subject key identifier, lower-case hex. */
  readonly keyId?: string;
  /** Dotted decimal. */
  readonly digestOid: string;
  readonly hash?: SignatureHash;
  /** Dotted decimal. */
  readonly signatureOid: string;
  readonly signature: Uint8Array;
  /** The signature is over these, which have the digest, and not over the content. */
  readonly signedAttributes?: SignerAttributes;
  /** Nothing signs these. */
  readonly unsignedAttributes?: SignerAttributes;
}

export interface SignerAttributes {
  /** DER with the tag that stands in the message, [0] or [1]; signed is the same with the tag of a SET (section 5.4). */
  readonly bytes: Uint8Array;
  readonly attributes: readonly SignerAttribute[];
}

export interface SignerAttribute {
  /** Dotted decimal. */
  readonly type: string;
  /** The elements of the set of values, one behind the other. */
  readonly values: ByteView;
}

const KEY_ID = 0x80; // [0] IMPLICIT SubjectKeyIdentifier
const SIGNED_ATTRIBUTES = DerTag.context0; // [0] IMPLICIT
const UNSIGNED_ATTRIBUTES = 0xa1; // [1] IMPLICIT
const MAX_ATTRIBUTES = 64;

/** SignerInfo is version, sid, digestAlgorithm, signedAttrs, signatureAlgorithm, signature, unsignedAttrs. More than 64 attributes → LimitError. */
export function decodeSignerInfo(view: ByteView): SignerInfo {
  let at = expectDer(view, 0, DerTag.integer, 'version').length;
  const { tag, content, length } = readDer(view, at);
  if (tag !== DerTag.sequence && tag !== KEY_ID) throw view.error('sid', at, `tag ${tag}`, 'an issuer and serial number, or a key identifier');
  at += length;
  const digest = expectDer(view, at, DerTag.sequence, 'digestAlgorithm');
  at += digest.length;
  const signed = attributesAt(view, at, SIGNED_ATTRIBUTES);
  at += signed?.bytes.length ?? 0;
  const algorithm = expectDer(view, at, DerTag.sequence, 'signatureAlgorithm');
  const signature = expectDer(view, at + algorithm.length, DerTag.octetString, 'signature');
  const unsigned = attributesAt(view, at + algorithm.length + signature.length, UNSIGNED_ATTRIBUTES);
  const digestOid = oidOf(digest.content);
  const hash = signatureHashes[digestOid];
  return {
    ...(tag === KEY_ID ? { keyId: hex(content.bytes) } : { issuer: decodeIssuer(content) }),
    digestOid,
    ...(hash === undefined ? {} : { hash }),
    signatureOid: oidOf(algorithm.content),
    signature: signature.content.bytes,
    ...(signed === undefined ? {} : { signedAttributes: signed }),
    ...(unsigned === undefined ? {} : { unsignedAttributes: unsigned }),
  };
}

function attributesAt(view: ByteView, at: number, expected: number): SignerAttributes | undefined {
  if (at === view.length) return undefined;
  const { tag, content, length } = readDer(view, at);
  return tag === expected ? { bytes: view.slice(at, length), attributes: decodeAttributes(content) } : undefined;
}

function decodeAttributes(view: ByteView): SignerAttribute[] {
  const found: SignerAttribute[] = [];
  for (let at = 0; at < view.length; ) {
    if (found.length === MAX_ATTRIBUTES)
      throw new LimitError({ structure: view.structure, field: 'attributes', offset: view.offset + at, message: `more than ${MAX_ATTRIBUTES}` });
    const { content, length } = expectDer(view, at, DerTag.sequence, 'Attribute');
    const type = expectDer(content, 0, DerTag.oid, 'attrType');
    found.push({ type: decodeOid(type), values: expectDer(content, type.length, DerTag.set, 'attrValues').content });
    at += length;
  }
  return found;
}

function decodeIssuer(view: ByteView): NonNullable<SignerInfo['issuer']> {
  const name = expectDer(view, 0, DerTag.sequence, 'issuer');
  const serial = expectDer(view, name.length, DerTag.integer, 'serialNumber');
  const commonName = findCommonName(name.content);
  return {
    name: view.slice(0, name.length),
    ...(commonName === undefined ? {} : { commonName }),
    serial: hex(serial.content.bytes).replace(/^(?:00)+(?=..)/, ''),
  };
}

function oidOf(algorithm: ByteView): string {
  return decodeOid(expectDer(algorithm, 0, DerTag.oid, 'algorithm'));
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
