import { collectedFacts } from '@staticfire/collect/facts';
import { derivedFacts } from '@staticfire/derive';
import type { FactDeclaration } from '@staticfire/facts';

/** Every fact that a rule may use, in the order of the facts document. */
export const factCatalogue: readonly FactDeclaration[] = [...collectedFacts, ...derivedFacts];
