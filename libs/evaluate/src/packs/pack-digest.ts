import { createHash } from 'node:crypto';

/** SHA-256 over documents by their path inside the pack, in JSON with sorted members and no layout. */
export function packDigest(documents: Iterable<readonly [path: string, value: unknown]>): string {
  const sorted = [...documents].sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify(sorted.map(([path, value]) => [path, sortMembers(value)])))
    .digest('hex');
}

function sortMembers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortMembers);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, member]) => [key, sortMembers(member)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
