import { collectedReads } from '@staticfire/collect';
import { derivedFrom } from '@staticfire/derive';
import type { FactOrigin } from '@staticfire/facts';

/** Where each fact of the catalogue comes from. */
export const factOrigins: ReadonlyMap<string, FactOrigin> = new Map<string, FactOrigin>([
  ...[...collectedReads].map(([name, reads]) => [name, { kind: 'collected', reads }] as const),
  ...[...derivedFrom].map(([name, from]) => [name, { kind: 'derived', from }] as const),
]);
