import { type ByteView, DerTag, decodeOid, expectDer, readDer } from '../../bytes/index.ts';
import { findCommonName } from './distinguished-name.ts';
import { type SignatureHash, signatureHashes } from './signature-algorithms.ts';

/** Who signed, and with what (RFC 5652, section 5.3). That the signature holds is not looked at. */
export interface SignerInfo {
  /** Names the key by its certificate's issuer and serial number, as the kernel's build does … */
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
  /** The signature is over attributes that have the digest, not over the module. */
  readonly hasSignedAttributes: boolean;
}

const KEY_ID = 0x80; // [0] IMPLICIT SubjectKeyIdentifier
const SIGNED_ATTRIBUTES = DerTag.context0; // [0] IMPLICIT

/** SignerInfo is version, sid, digestAlgorithm, signedAttrs, signatureAlgorithm, signature, and more. */
export function decodeSignerInfo(view: ByteView): SignerInfo {
  let at = expectDer(view, 0, DerTag.integer, 'version').length;
  const { tag, content, length } = readDer(view, at);
  if (tag !== DerTag.sequence && tag !== KEY_ID) throw view.error('sid', at, `tag ${tag}`, 'an issuer and serial number, or a key identifier');
  at += length;
  const digest = expectDer(view, at, DerTag.sequence, 'digestAlgorithm');
  at += digest.length;
  const attributes = readDer(view, at);
  const hasSignedAttributes = attributes.tag === SIGNED_ATTRIBUTES;
  if (hasSignedAttributes) at += attributes.length;
  const algorithm = expectDer(view, at, DerTag.sequence, 'signatureAlgorithm');
  const signature = expectDer(view, at + algorithm.length, DerTag.octetString, 'signature');
  const digestOid = oidOf(digest.content);
  const hash = signatureHashes[digestOid];
  return {
    ...(tag === KEY_ID ? { keyId: hex(content.bytes) } : { issuer: decodeIssuer(content) }),
    digestOid,
    ...(hash === undefined ? {} : { hash }),
    signatureOid: oidOf(algorithm.content),
    signature: signature.content.bytes,
    hasSignedAttributes,
  };
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
