import { createHash } from 'node:crypto';

/** What newer twoliter derives an identifier from. */
export interface BuildKey {
  /** Seconds since 1970, decimal. */
  readonly timestamp: string;
  readonly variant: string;
  readonly architecture: string;
}

/** What nibble 16 of the digest, 0 to f, becomes: a variant of RFC 9562. */
const VARIANT_NIBBLES = '8888888889ab89ab';

/** The identifier of `target` for a build: SHA-256 in the shape of a version 4 UUID, lower case (twoliter, partyplanner and rpm2img of September 2026). */
export function derivedGuid({ timestamp, variant, architecture }: BuildKey, target: string): string {
  const digits = createHash('sha256').update(`${timestamp}|${variant}|${architecture}|${target}`).digest('hex');
  const nibble = VARIANT_NIBBLES[Number.parseInt(digits[16]!, 16)]!;
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-${nibble}${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
}
