import { collectedFacts, collectedReads } from '@staticfire/collect';
import { derivedFacts, derivedFrom } from '@staticfire/derive';
import type { FactDeclaration, FactOrigin } from '@staticfire/facts';

/** Every fact that a rule may use, in the order of the facts document. */
export const factCatalogue: readonly FactDeclaration[] = [...collectedFacts, ...derivedFacts];

/** Where each fact of the catalogue comes from. */
export const factOrigins: ReadonlyMap<string, FactOrigin> = new Map<string, FactOrigin>([
  ...[...collectedReads].map(([name, reads]) => [name, { kind: 'collected', reads }] as const),
  ...[...derivedFrom].map(([name, from]) => [name, { kind: 'derived', from }] as const),
]);
