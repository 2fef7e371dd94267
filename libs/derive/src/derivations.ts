import { deriveBootChain } from './boot-chain/derive-boot-chain.ts';
import { deriveBootSecureBoot } from './boot-secure-boot/derive-boot-secure-boot.ts';
import type { AnyDerivation } from './derivation.ts';
import { deriveDiskPlan } from './disk-plan/derive-disk-plan.ts';
import { deriveIdentityConsistency } from './identity-consistency/derive-identity-consistency.ts';
import { deriveIdentityGuids } from './identity-guids/derive-identity-guids.ts';
import { deriveVerityChain } from './verity-chain/derive-verity-chain.ts';

/** In the order of the facts document. */
export const derivations: readonly AnyDerivation[] = [
  deriveDiskPlan,
  deriveVerityChain,
  deriveIdentityConsistency,
  deriveIdentityGuids,
  deriveBootChain,
  deriveBootSecureBoot,
];

/** What every derivation produces. */
export const derivedFacts = derivations.map(({ fact }) => fact);
