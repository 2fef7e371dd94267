import { createHash, sign } from 'node:crypto';
import type { LabKey } from './rsa-key.ts';

const RSA = 1;
const SHA256 = 8;
const SUBPACKET = { created: 2, issuer: 16, keyFlags: 27, fingerprint: 33 } as const;

/** Its time of creation is part of what names it. */
export interface OpenPgpKey {
  readonly rsa: LabKey;
  /** Seconds since 1970. */
  readonly created: number;
}

/** A transferable public key (RFC 4880, section 11.1): key, user id, and the key's own signature over both. */
export function publicKeyPackets(key: OpenPgpKey, userId: string): Buffer {
  const body = keyBody(key);
  const id = Buffer.from(userId);
  const certified = Buffer.concat([keyPrefix(body), Buffer.of(0xb4, 0, 0, 0, id.length), id]);
  const certification = signatureBody(0x13, certified, key, key.created, [subpacket(SUBPACKET.keyFlags, Buffer.of(3))]);
  return Buffer.concat([packet(6, body), packet(13, id), packet(2, certification)]);
}

/** A detached signature over bytes (type 0), binary. */
export function detachedSignature(content: Uint8Array, key: OpenPgpKey, created: number): Buffer {
  return packet(2, signatureBody(0x00, content, key, created, []));
}

function signatureBody(type: number, content: Uint8Array, key: OpenPgpKey, created: number, more: readonly Buffer[]): Buffer {
  const fingerprint = fingerprintOf(keyBody(key));
  const hashed = Buffer.concat([subpacket(SUBPACKET.created, u32(created)), subpacket(SUBPACKET.fingerprint, Buffer.of(4), fingerprint), ...more]);
  const head = Buffer.concat([Buffer.of(4, type, RSA, SHA256), u16(hashed.length), hashed]);
  const signed = Buffer.concat([content, head, Buffer.of(4, 0xff), u32(head.length)]);
  const unhashed = subpacket(SUBPACKET.issuer, fingerprint.subarray(-8));
  const digest = createHash('sha256').update(signed).digest();
  return Buffer.concat([head, u16(unhashed.length), unhashed, digest.subarray(0, 2), mpi(sign('sha256', signed, key.rsa.privateKey))]);
}

function keyBody({ rsa, created }: OpenPgpKey): Buffer {
  return Buffer.concat([Buffer.of(4), u32(created), Buffer.of(RSA), mpi(rsa.modulus), mpi(rsa.exponent)]);
}

function keyPrefix(body: Buffer): Buffer {
  return Buffer.concat([Buffer.of(0x99), u16(body.length), body]);
}

function fingerprintOf(body: Buffer): Buffer {
  return createHash('sha1').update(keyPrefix(body)).digest();
}

/** New format, length in one or two bytes. */
function packet(tag: number, body: Buffer): Buffer {
  const length = body.length < 192 ? [body.length] : [192 + ((body.length - 192) >> 8), (body.length - 192) & 0xff];
  return Buffer.concat([Buffer.of(0xc0 | tag, ...length), body]);
}

function subpacket(type: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.of(body.length + 1, type), body]);
}

function mpi(bytes: Buffer): Buffer {
  const start = bytes.findIndex((byte) => byte !== 0);
  const value = bytes.subarray(start);
  return Buffer.concat([u16(value.length * 8 - Math.clz32(value[0]!) + 24), value]);
}

function u16(value: number): Buffer {
  return Buffer.of(value >> 8, value & 0xff);
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
