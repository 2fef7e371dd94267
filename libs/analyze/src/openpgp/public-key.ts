import { createPublicKey, type KeyObject } from 'node:crypto';
import { UnsupportedError } from '@staticfire/read/bytes';
import type { OpenPgpKey, OpenPgpMaterial } from '@staticfire/read/formats/openpgp';

const STRUCTURE = 'OpenPGP key';
const DSA = Buffer.from('06072a8648ce380401', 'hex'); // 1.2.840.10040.4.1
const NATIVE_POINT = 0x40;
const ED25519 = '2b06010401da470f01';
const ED25519_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/** Object identifier as hex of its content → the name in a JWK, and bytes of a coordinate (RFC 6637, section 11). */
const CURVES: Readonly<Record<string, { readonly name: string; readonly length: number }>> = {
  '2a8648ce3d030107': { name: 'P-256', length: 32 },
  '2b81040022': { name: 'P-384', length: 48 },
  '2b81040023': { name: 'P-521', length: 66 },
};

export interface OpenedKey {
  readonly key: KeyObject;
  /** Of each of the two numbers of a signature that is no RSA; of RSA of the one. */
  readonly numberLength: number;
}

/** A key that OpenSSL can check with; another one → UnsupportedError. */
export function openKey({ fingerprint, algorithm, material }: OpenPgpKey): OpenedKey {
  if (material === undefined) throw unsupported(fingerprint, `keys of the algorithm ${algorithm} are not read`);
  try {
    return material.kind === 'rsa' ? rsaKey(material) : material.kind === 'dsa' ? dsaKey(material) : curveKey(fingerprint, material);
  } catch (cause) {
    if (cause instanceof UnsupportedError) throw cause;
    throw unsupported(fingerprint, 'OpenSSL does not take its numbers', cause);
  }
}

function rsaKey({ modulus, exponent }: Extract<OpenPgpMaterial, { kind: 'rsa' }>): OpenedKey {
  const key = createPublicKey({ key: { kty: 'RSA', n: base64url(modulus), e: base64url(exponent) }, format: 'jwk' });
  return { key, numberLength: withoutZeros(modulus).length };
}

/** SubjectPublicKeyInfo (RFC 3279, section 2.3.2). */
function dsaKey({ p, q, g, y }: Extract<OpenPgpMaterial, { kind: 'dsa' }>): OpenedKey {
  const parameters = element(0x30, integer(p), integer(q), integer(g));
  const der = element(0x30, element(0x30, DSA, parameters), element(0x03, Buffer.of(0), integer(y)));
  return { key: createPublicKey({ key: der, format: 'der', type: 'spki' }), numberLength: withoutZeros(q).length };
}

function curveKey(fingerprint: string, { curve, point }: Extract<OpenPgpMaterial, { kind: 'curve' }>): OpenedKey {
  if (curve === ED25519 && point.length === 33 && point[0] === NATIVE_POINT)
    return { key: createPublicKey({ key: Buffer.concat([ED25519_PREFIX, point.subarray(1)]), format: 'der', type: 'spki' }), numberLength: 32 };
  const known = CURVES[curve];
  if (known === undefined || point.length !== 1 + 2 * known.length || point[0] !== 4) throw unsupported(fingerprint, `the curve ${curve} is not known`);
  const [x, y] = [point.subarray(1, 1 + known.length), point.subarray(1 + known.length)];
  return { key: createPublicKey({ key: { kty: 'EC', crv: known.name, x: base64url(x), y: base64url(y) }, format: 'jwk' }), numberLength: known.length };
}

function unsupported(fingerprint: string, message: string, cause?: unknown): UnsupportedError {
  return new UnsupportedError({ structure: STRUCTURE, field: fingerprint, message, ...(cause === undefined ? {} : { cause }) });
}

export function withoutZeros(number: Uint8Array): Uint8Array {
  const start = number.findIndex((byte) => byte !== 0);
  return start < 0 ? number.subarray(number.length) : number.subarray(start);
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}

function integer(number: Uint8Array): Buffer {
  const value = withoutZeros(number);
  return element(0x02, (value[0] ?? 0x80) >= 0x80 ? Buffer.of(0) : Buffer.alloc(0), value);
}

/** DER of up to 64 KiB. */
function element(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  return Buffer.concat([Buffer.from(length < 0x80 ? [tag, length] : [tag, 0x82, length >> 8, length & 0xff]), content]);
}
