import { checkPrimeSync, createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';

const PRIME_BYTES = 128;
const EXPONENT = 65537n;

/** An RSA-2048 key that anybody can make again from its name: it protects nothing. */
export interface LabKey {
  readonly name: string;
  readonly privateKey: KeyObject;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Buffer;
  /** Big-endian. */
  readonly modulus: Buffer;
  readonly exponent: Buffer;
}

const known = new Map<string, LabKey>();

export function labKey(name: string): LabKey {
  const key = known.get(name) ?? makeKey(name);
  known.set(name, key);
  return key;
}

function makeKey(name: string): LabKey {
  const [p, q] = [primeFrom(`staticfire lab ${name} p`), primeFrom(`staticfire lab ${name} q`)];
  const d = inverse(EXPONENT, (p - 1n) * (q - 1n));
  const modulus = bytesOf(p * q, 2 * PRIME_BYTES);
  const exponent = Buffer.of(1, 0, 1);
  const fields = { n: modulus, e: exponent, d: bytesOf(d), p: bytesOf(p), q: bytesOf(q), dp: bytesOf(d % (p - 1n)), dq: bytesOf(d % (q - 1n)) };
  const numbers = { ...fields, qi: bytesOf(inverse(q, p)) };
  const jwk = { kty: 'RSA', ...Object.fromEntries(Object.entries(numbers).map(([field, bytes]) => [field, bytes.toString('base64url')])) };
  const privateKey = createPrivateKey({ key: jwk, format: 'jwk' });
  return { name, privateKey, publicKey: createPublicKey(privateKey).export({ type: 'spki', format: 'der' }), modulus, exponent };
}

/** The first prime at or above the bytes that follow from `seed`, with its two highest bits set. */
function primeFrom(seed: string): bigint {
  const bytes = createHash('shake256', { outputLength: PRIME_BYTES }).update(seed).digest();
  bytes[0]! |= 0xc0;
  bytes[PRIME_BYTES - 1]! |= 1;
  let candidate = BigInt(`0x${bytes.toString('hex')}`);
  while (candidate % EXPONENT === 1n || !checkPrimeSync(candidate)) candidate += 2n;
  return candidate;
}

function inverse(value: bigint, modulus: bigint): bigint {
  let [a, b, x, y] = [value % modulus, modulus, 1n, 0n];
  while (a > 1n) [a, b, x, y] = [b % a, a, y - (b / a) * x, x];
  return ((x % modulus) + modulus) % modulus;
}

function bytesOf(value: bigint, length = PRIME_BYTES * 2): Buffer {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  return length === 2 * PRIME_BYTES || bytes.length >= length ? bytes : Buffer.concat([Buffer.alloc(length - bytes.length), bytes]);
}
