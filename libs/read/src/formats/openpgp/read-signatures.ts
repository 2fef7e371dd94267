import type { ByteView } from '../../bytes/index.ts';
import { keyAlgorithm, type OpenPgpKeyAlgorithm, readNumbers } from './key-material.ts';
import { PacketTag, readLength, readPackets, u16, u32, unsupported } from './packets.ts';

/** As OpenSSL names them. */
export type OpenPgpHash = 'md5' | 'sha1' | 'ripemd160' | 'sha256' | 'sha384' | 'sha512' | 'sha224';

/** A signature packet of version 4. That it holds is not looked at. */
export interface OpenPgpSignature {
  /** 0 of a binary document, 1 of a text, 0x10 … of keys; RFC 4880, section 5.2.1. */
  readonly type: number;
  readonly algorithm: OpenPgpKeyAlgorithm;
  /** Undefined for one that is not known. */
  readonly hash?: OpenPgpHash;
  readonly hashId: number;
  /** What names the key, lower-case hex of 16 characters; undefined when it names none. */
  readonly keyId?: string;
  /** Seconds since 1970. */
  readonly created?: number;
  /** Seconds after its creation until it, or the key that it is of, is not valid any more. */
  readonly expiresAfter?: number;
  readonly keyExpiresAfter?: number;
  /** What is hashed behind the document (section 5.2.4). */
  readonly trailer: Uint8Array;
  /** The first two bytes of the hash. */
  readonly prefix: Uint8Array;
  /** Multiprecision integers: one of RSA, two of the others. */
  readonly numbers: readonly Uint8Array[];
  /** Absolute offset of the packet's body. */
  readonly offset: number;
}

const VERSION = 4;
const MAX_SIGNATURES = 16;
const HASHES: Readonly<Record<number, OpenPgpHash>> = { 1: 'md5', 2: 'sha1', 3: 'ripemd160', 8: 'sha256', 9: 'sha384', 10: 'sha512', 11: 'sha224' };
const Subpacket = { created: 2, expires: 3, keyExpires: 9, issuer: 16, fingerprint: 33 } as const;
const CRITICAL = 0x80;
const MAX_SUBPACKETS = 128;

/**
 * The packets of a detached signature, in order. Packets of another kind → FormatError; more than 16, or another version than 4 → UnsupportedError.
 * Both throw as `readPackets` does.
 */
export function readOpenPgpSignatures(view: ByteView): readonly OpenPgpSignature[] {
  const packets = readPackets(view);
  if (packets.length === 0) throw view.error('signature', 0, 'no packet', 'a signature');
  if (packets.length > MAX_SIGNATURES) throw unsupported(view, 0, `more than ${MAX_SIGNATURES} signatures`);
  return packets.map(({ tag, body }) => {
    if (tag !== PacketTag.signature) throw body.error('packet tag', 0, tag, PacketTag.signature);
    return decodeSignature(body);
  });
}

/** Section 5.2.3: version, type, algorithms, hashed and unhashed subpackets, prefix of the hash, numbers. */
export function decodeSignature(body: ByteView): OpenPgpSignature {
  if (body.u8(0) !== VERSION) throw unsupported(body, 0, `a signature of version ${body.u8(0)}`);
  const algorithm = keyAlgorithm(body.u8(2));
  const hashId = body.u8(3);
  const hash = HASHES[hashId];
  const hashed = body.view(6, u16(body, 4));
  const end = 6 + hashed.length;
  const unhashed = body.view(end + 2, u16(body, end));
  const rest = end + 2 + unhashed.length;
  return {
    ...{ type: body.u8(1), algorithm, hashId },
    ...(hash === undefined ? {} : { hash }),
    ...readSubpackets(unhashed, ISSUER_ONLY),
    ...readSubpackets(hashed, ALL),
    trailer: trailerOf(body.slice(0, end)),
    prefix: body.slice(rest, 2),
    numbers: algorithm === 'other' ? [] : readNumbers(body, rest + 2, algorithm === 'rsa' ? 1 : 2),
    offset: body.offset,
  };
}

/** Section 5.2.4: what of the packet is hashed, then version, 0xff and its length. */
function trailerOf(hashed: Uint8Array): Uint8Array {
  const end = Buffer.from([VERSION, 0xff, 0, 0, 0, 0]);
  end.writeUInt32BE(hashed.length, 2);
  return Buffer.concat([hashed, end]);
}

type Named = Pick<OpenPgpSignature, 'keyId' | 'created' | 'expiresAfter' | 'keyExpiresAfter'>;

const ALL: readonly number[] = Object.values(Subpacket);
/** Anybody can change what is not hashed; a wrong name of the key only lets the signature fail. */
const ISSUER_ONLY: readonly number[] = [Subpacket.issuer, Subpacket.fingerprint];

/** Section 5.2.3.1. Of several of one kind the last counts. */
function readSubpackets(view: ByteView, wanted: readonly number[]): Named {
  let found: Named = {};
  let count = 0;
  for (let at = 0; at < view.length; ) {
    if (++count > MAX_SUBPACKETS) throw unsupported(view, at, `more than ${MAX_SUBPACKETS} subpackets`);
    const { length, size } = readLength(view, at, true);
    if (length === 0) throw view.error('subpacket', at, 0, 'a length with its type');
    const content = view.view(at + size, length);
    const type = content.u8(0) & ~CRITICAL;
    if (wanted.includes(type)) found = { ...found, ...decodeSubpacket(type, content) };
    at += size + length;
  }
  return found;
}

function decodeSubpacket(type: number, content: ByteView): Named {
  if (type === Subpacket.created) return { created: u32(content, 1) };
  if (type === Subpacket.expires) return u32(content, 1) === 0 ? {} : { expiresAfter: u32(content, 1) };
  if (type === Subpacket.keyExpires) return u32(content, 1) === 0 ? {} : { keyExpiresAfter: u32(content, 1) };
  if (type === Subpacket.issuer) return { keyId: Buffer.from(content.slice(1, 8)).toString('hex') };
  // A key version, then its fingerprint, of version 4 with the key id at its end.
  return content.u8(1) === VERSION && content.length === 22 ? { keyId: Buffer.from(content.slice(14, 8)).toString('hex') } : {};
}
