import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { FormatError, UnsupportedError } from '@staticfire/read/bytes';
import type { TufKey } from '@staticfire/read/formats/tuf-root';

/** What a TUF key holds, however it is written. */
export interface TufPublicKey {
  /** Of the DER (SubjectPublicKeyInfo), hex: two ids with one of these are one key. */
  readonly sha256: string;
  /** Of RSA the modulus, of the others the curve's field. */
  readonly bits: number;
}

/** Type and scheme (TUF specification 1.0, section 4.2, and the old name of the ECDSA type), and the kind of key that they want. */
const KINDS: Readonly<Record<string, 'rsa' | 'ed25519' | 'p256'>> = {
  'rsa rsassa-pss-sha256': 'rsa',
  'ed25519 ed25519': 'ed25519',
  'ecdsa ecdsa-sha2-nistp256': 'p256',
  'ecdsa-sha2-nistp256 ecdsa-sha2-nistp256': 'p256',
};
/** SubjectPublicKeyInfo up to the key itself (RFC 8410, section 4; RFC 5480, section 2). */
const PREFIXES = { ed25519: '302a300506032b6570032100', p256: '3059301306072a8648ce3d020106082a8648ce3d030107034200' } as const;
const LENGTHS = { ed25519: 32, p256: 65 } as const;
const PEM = '-----BEGIN PUBLIC KEY-----';
const MAX_LENGTH = 16 * 1024;

/** A type or scheme that is not in section 4.2 → UnsupportedError; what is no key of its type → FormatError. */
export function readTufKey({ keyId, type, scheme, publicKey }: TufKey, file: string): TufPublicKey {
  const field = `signed.keys.${keyId}`;
  const kind = Object.hasOwn(KINDS, `${type} ${scheme}`) ? KINDS[`${type} ${scheme}`]! : undefined;
  if (kind === undefined) throw new UnsupportedError({ structure: file, field, message: `a key of type ${type} with scheme ${scheme} is not known` });
  const key = open(kind, publicKey);
  const bits = key && bitsOf(kind, key);
  if (key === undefined || bits === undefined) throw new FormatError({ structure: file, field: `${field}.keyval.public`, expected: `a key of type ${type}` });
  const der = key.export({ type: 'spki', format: 'der' });
  return { sha256: createHash('sha256').update(der).digest('hex'), bits };
}

function open(kind: 'rsa' | 'ed25519' | 'p256', text: string): KeyObject | undefined {
  try {
    if (text.length > MAX_LENGTH) return undefined;
    if (text.startsWith(PEM)) return createPublicKey(text);
    const isHex = kind !== 'rsa' && /^[0-9a-f]+$/i.test(text) && text.length === LENGTHS[kind] * 2;
    return isHex ? createPublicKey({ key: Buffer.from(PREFIXES[kind] + text, 'hex'), format: 'der', type: 'spki' }) : undefined;
  } catch {
    return undefined;
  }
}

/** Undefined when it is of another kind. */
function bitsOf(kind: 'rsa' | 'ed25519' | 'p256', { asymmetricKeyType, asymmetricKeyDetails }: KeyObject): number | undefined {
  if (kind === 'rsa') return asymmetricKeyType === 'rsa' ? asymmetricKeyDetails?.modulusLength : undefined;
  const fits = kind === 'ed25519' ? asymmetricKeyType === 'ed25519' : asymmetricKeyDetails?.namedCurve === 'prime256v1';
  return fits ? 256 : undefined;
}
