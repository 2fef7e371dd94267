import type { FactDeclaration } from '@staticfire/facts';
import { diskPlan } from './disk-plan/disk-plan.schema.ts';
import { verityChain } from './verity-chain/verity-chain.schema.ts';

/** What every derivation produces, in the order of the facts document. */
export const derivedFacts: readonly FactDeclaration[] = [diskPlan, verityChain];
