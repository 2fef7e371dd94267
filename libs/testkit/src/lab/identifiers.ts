import { createHash } from 'node:crypto';

/** A UUID that follows from a name alone, so that two builds agree (RFC 9562 version 8). */
export function fixedUuid(name: string): string {
  const digest = createHash('sha256').update(`staticfire lab ${name}`).digest();
  digest[6] = (digest[6]! & 0x0f) | 0x80;
  digest[8] = (digest[8]! & 0x3f) | 0x80;
  const hex = digest.toString('hex', 0, 16);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** A 32-byte salt that follows from a name alone, as 64 hex digits. */
export function fixedSalt(name: string): string {
  return createHash('sha256').update(`staticfire lab salt ${name}`).digest('hex');
}
