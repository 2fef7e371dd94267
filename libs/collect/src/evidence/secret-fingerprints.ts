import { createHash, createHmac, scryptSync } from 'node:crypto';
import { ReadError } from '@staticfire/read/bytes';
import { readVeritySuperblock } from '@staticfire/read/formats/dm-verity';
import type { Partition } from '@staticfire/read/image';
import { digestOf } from './digest-of.ts';

const PURPOSE = 'staticfire secret fingerprint 1';
/** Some 40 ms and 16 MiB for each guess. */
const COST = { N: 2 ** 14, r: 8, p: 1 };
const HEX_DIGITS = 16;

/** What of the image makes the key. */
export type KeyedBy = readonly Pick<Partition, 'role' | 'bank' | 'source'>[];

/**
 * Fingerprints of secrets: HMAC-SHA-256 of their scrypt hash, both keyed with content of the image that no report tells. Whoever has a report and
 * not the image cannot check a guess; who has the image has the secret. Decision 0016.
 */
export class SecretFingerprints {
  readonly #partitions: KeyedBy;
  readonly #known = new Map<string, string>();
  #key: Buffer | undefined;

  constructor(partitions: KeyedBy) {
    this.#partitions = partitions;
  }

  of(secret: Uint8Array): string {
    const text = canonical(secret);
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    this.#key ??= keyOf(this.#partitions);
    const stretched = scryptSync(Buffer.from(text, 'latin1'), this.#key, 32, COST);
    const fingerprint = createHmac('sha256', this.#key).update(stretched).digest('hex').slice(0, HEX_DIGITS);
    this.#known.set(text, fingerprint);
    return fingerprint;
  }
}

/** One key in a file, in a string of JSON and indented in YAML is one secret. */
function canonical(secret: Uint8Array): string {
  return Buffer.from(secret.buffer, secret.byteOffset, secret.byteLength)
    .toString('latin1')
    .replaceAll(/\\[nr]|\s/g, '');
}

/** Made of the partitions with the digest of every block of ROOT, or of ROOT itself where there is none, and of PRIVATE, which no image shares with another. */
function keyOf(partitions: KeyedBy): Buffer {
  const hash = createHash('sha256').update(PURPOSE);
  for (const partition of partitions) {
    if (!isKeying(partition, partitions)) continue;
    hash.update(`\n${partition.role} ${partition.bank ?? ''} ${attempt(() => digestOf(partition.source)) ?? 'unreadable'}`);
  }
  return hash.digest();
}

function isKeying({ role, bank, source }: KeyedBy[number], partitions: KeyedBy): boolean {
  if (role === 'HASH') return hasTree(source);
  if (role === 'ROOT') return !partitions.some((other) => other.role === 'HASH' && other.bank === bank && hasTree(other.source));
  return role === 'PRIVATE';
}

function hasTree(source: Partition['source']): boolean {
  return attempt(() => readVeritySuperblock(source)) !== undefined;
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof ReadError) return undefined;
    throw error;
  }
}
