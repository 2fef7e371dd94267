import { deriveAccountsUnitUsers } from './accounts-unit-users/derive-accounts-unit-users.ts';
import { deriveBootChain } from './boot-chain/derive-boot-chain.ts';
import { deriveBootSecureBoot } from './boot-secure-boot/derive-boot-secure-boot.ts';
import { deriveCmdlineEffective } from './cmdline-effective/derive-cmdline-effective.ts';
import { deriveCniConfig } from './cni-config/derive-cni-config.ts';
import { deriveContainerdConfig } from './containerd-config/derive-containerd-config.ts';
import type { AnyDerivation, Need } from './derivation.ts';
import { deriveDiskPlan } from './disk-plan/derive-disk-plan.ts';
import { deriveEcsAgent } from './ecs-agent/derive-ecs-agent.ts';
import { deriveFipsClaims } from './fips-claims/derive-fips-claims.ts';
import { deriveFipsSelfTests } from './fips-self-tests/derive-fips-self-tests.ts';
import { deriveIdentityConsistency } from './identity-consistency/derive-identity-consistency.ts';
import { deriveIdentityGuids } from './identity-guids/derive-identity-guids.ts';
import { deriveJournaldEffective } from './journald-effective/derive-journald-effective.ts';
import { deriveKernelLsm } from './kernel-lsm/derive-kernel-lsm.ts';
import { deriveKernelMitigations } from './kernel-mitigations/derive-kernel-mitigations.ts';
import { deriveKernelOptions } from './kernel-options/derive-kernel-options.ts';
import { deriveKubernetesKubelet } from './kubernetes-kubelet/derive-kubernetes-kubelet.ts';
import { deriveLockdownEffective } from './lockdown-effective/derive-lockdown-effective.ts';
import { deriveModprobeEffective } from './modprobe-effective/derive-modprobe-effective.ts';
import { deriveModulesEffective } from './modules-effective/derive-modules-effective.ts';
import { deriveModulesLoadEffective } from './modules-load-effective/derive-modules-load-effective.ts';
import { deriveSecretsUserData } from './secrets-user-data/derive-secrets-user-data.ts';
import { deriveSelinuxContainerAccess } from './selinux-container-access/derive-selinux-container-access.ts';
import { deriveSelinuxUnitPrograms } from './selinux-unit-programs/derive-selinux-unit-programs.ts';
import { deriveSettingsEffective } from './settings-effective/derive-settings-effective.ts';
import { deriveSettingsOrigins } from './settings-origins/derive-settings-origins.ts';
import { deriveSysctlEffective } from './sysctl-effective/derive-sysctl-effective.ts';
import { deriveUpdatesLocations } from './updates-locations/derive-updates-locations.ts';
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
  deriveUpdatesLocations,
  deriveCmdlineEffective,
  deriveSysctlEffective,
  deriveKernelOptions,
  deriveModprobeEffective,
  deriveLockdownEffective,
  deriveModulesEffective,
  deriveModulesLoadEffective,
  deriveKernelLsm,
  deriveKernelMitigations,
  deriveFipsClaims,
  deriveFipsSelfTests,
  deriveJournaldEffective,
  deriveSelinuxContainerAccess,
  deriveSelinuxUnitPrograms,
  deriveKubernetesKubelet,
  deriveContainerdConfig,
  deriveCniConfig,
  deriveEcsAgent,
  deriveSecretsUserData,
  deriveAccountsUnitUsers,
];

/** What every derivation produces. */
export const derivedFacts = derivations.map(({ fact }) => fact);

/** Derived fact → the facts it follows from. */
export const derivedFrom: ReadonlyMap<string, readonly string[]> = new Map(derivations.map(({ fact, needs }) => [fact.name, namesOf(needs)]));

function namesOf(needs: Readonly<Record<string, Need<unknown>>>): readonly string[] {
  return [...new Set(Object.values(needs).map(({ fact }) => fact))];
}
