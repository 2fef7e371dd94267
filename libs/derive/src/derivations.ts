import { deriveBootChain } from './boot-chain/derive-boot-chain.ts';
import { deriveBootSecureBoot } from './boot-secure-boot/derive-boot-secure-boot.ts';
import { deriveCmdlineEffective } from './cmdline-effective/derive-cmdline-effective.ts';
import type { AnyDerivation, Need } from './derivation.ts';
import { deriveDiskPlan } from './disk-plan/derive-disk-plan.ts';
import { deriveIdentityConsistency } from './identity-consistency/derive-identity-consistency.ts';
import { deriveIdentityGuids } from './identity-guids/derive-identity-guids.ts';
import { deriveJournaldEffective } from './journald-effective/derive-journald-effective.ts';
import { deriveKernelOptions } from './kernel-options/derive-kernel-options.ts';
import { deriveLockdownEffective } from './lockdown-effective/derive-lockdown-effective.ts';
import { deriveModprobeEffective } from './modprobe-effective/derive-modprobe-effective.ts';
import { deriveModulesEffective } from './modules-effective/derive-modules-effective.ts';
import { deriveSelinuxContainerAccess } from './selinux-container-access/derive-selinux-container-access.ts';
import { deriveSelinuxUnitPrograms } from './selinux-unit-programs/derive-selinux-unit-programs.ts';
import { deriveSettingsEffective } from './settings-effective/derive-settings-effective.ts';
import { deriveSettingsOrigins } from './settings-origins/derive-settings-origins.ts';
import { deriveSysctlEffective } from './sysctl-effective/derive-sysctl-effective.ts';
import { deriveVerityChain } from './verity-chain/derive-verity-chain.ts';

/** In the order of the facts document. */
export const derivations: readonly AnyDerivation[] = [
  deriveDiskPlan,
  deriveVerityChain,
  deriveIdentityConsistency,
  deriveIdentityGuids,
  deriveBootChain,
  deriveBootSecureBoot,
  deriveSettingsEffective,
  deriveSettingsOrigins,
  deriveCmdlineEffective,
  deriveSysctlEffective,
  deriveKernelOptions,
  deriveModprobeEffective,
  deriveLockdownEffective,
  deriveModulesEffective,
  deriveJournaldEffective,
  deriveSelinuxContainerAccess,
  deriveSelinuxUnitPrograms,
];

/** What every derivation produces. */
export const derivedFacts = derivations.map(({ fact }) => fact);

/** Derived fact → the facts it follows from. */
export const derivedFrom: ReadonlyMap<string, readonly string[]> = new Map(derivations.map(({ fact, needs }) => [fact.name, namesOf(needs)]));

function namesOf(needs: Readonly<Record<string, Need<unknown>>>): readonly string[] {
  return [...new Set(Object.values(needs).map(({ fact }) => fact))];
}
