import type { AnyDerivation } from './derivation.ts';
import { deriveDiskPlan } from './disk-plan/derive-disk-plan.ts';
import { deriveVerityChain } from './verity-chain/derive-verity-chain.ts';

/** In the order of the facts document. */
export const derivations: readonly AnyDerivation[] = [deriveDiskPlan, deriveVerityChain];

/** What every derivation produces. */
export const derivedFacts = derivations.map(({ fact }) => fact);
