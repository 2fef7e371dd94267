import { createHash } from 'node:crypto';

/** SHA-256 over a pack's documents: their paths inside the pack and their digests, in JSON. */
export function packDigest(documents: Iterable<readonly [path: string, digest: string]>): string {
  return digestOf([...documents].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** SHA-256 over what a document says, in JSON with sorted members and no layout. */
export function documentDigest(value: unknown): string {
  return digestOf(sortMembers(value));
}

function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}

function sortMembers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortMembers);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, member]) => [key, sortMembers(member)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
