import { createHash, createVerify, verify } from 'node:crypto';
import { UnsupportedError } from '@staticfire/read/bytes';
import type { OpenPgpKey, OpenPgpSignature } from '@staticfire/read/formats/openpgp';
import { type OpenedKey, openKey, withoutZeros } from './public-key.ts';

/** `valid`: the key made it of this content; `invalid`: it names the key, and is not by it or not of this content. */
export type OpenPgpVerdict = 'valid' | 'invalid';

const STRUCTURE = 'OpenPGP signature';
const BINARY = 0;
const HASHES: readonly string[] = ['sha1', 'sha224', 'sha256', 'sha384', 'sha512'];

/**
 * Whether a detached signature holds for the key that it names (RFC 4880, sections 5.2.2 and 5.2.4). `content` gives what is signed, in pieces. That the key
 * has not expired, or was not revoked, is not looked at, as GRUB does not. Other signatures than of binary documents, other hashes than SHA-1 and
 * SHA-2, and keys that OpenSSL does not take → UnsupportedError.
 */
export function verifyOpenPgpSignature(signature: OpenPgpSignature, key: OpenPgpKey, content: () => Iterable<Uint8Array>): OpenPgpVerdict {
  const { type, hash, hashId, offset, algorithm, prefix, trailer } = signature;
  if (type !== BINARY) throw new UnsupportedError({ structure: STRUCTURE, field: 'type', offset, found: type, expected: 'that of a binary document' });
  if (hash === undefined || !HASHES.includes(hash))
    throw new UnsupportedError({ structure: STRUCTURE, field: 'hash algorithm', offset, found: hash ?? hashId, expected: 'SHA-1 or SHA-2' });
  if (algorithm !== key.algorithm) return 'invalid';
  const opened = openKey(key);
  const numbers = paddedNumbers(signature, opened);
  if (numbers === undefined) return 'invalid';
  const digest = createHash(hash);
  const verifier = createVerify(hash);
  for (const piece of content()) {
    digest.update(piece);
    verifier.update(piece);
  }
  const value = digest.update(trailer).digest();
  if (value[0] !== prefix[0] || value[1] !== prefix[1]) return 'invalid';
  const isBy = () =>
    algorithm === 'eddsa' ? verify(null, value, opened.key, numbers) : verifier.update(trailer).verify({ key: opened.key, dsaEncoding: 'ieee-p1363' }, numbers);
  return attempt(isBy, offset) ? 'valid' : 'invalid';
}

/** As long as the key wants them; undefined for numbers that are too long. */
function paddedNumbers({ numbers }: OpenPgpSignature, { numberLength }: OpenedKey): Uint8Array | undefined {
  const values = numbers.map(withoutZeros);
  if (values.some(({ length }) => length > numberLength)) return undefined;
  return Buffer.concat(values.flatMap((value) => [Buffer.alloc(numberLength - value.length), value]));
}

function attempt(work: () => boolean, offset: number): boolean {
  try {
    return work();
  } catch (cause) {
    throw new UnsupportedError({ structure: STRUCTURE, offset, message: 'OpenSSL does not check it', cause });
  }
}
