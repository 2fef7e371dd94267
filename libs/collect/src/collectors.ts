import { collectAccessPrograms } from './access-programs/collect-access-programs.ts';
import { collectAccountsGroups } from './accounts-groups/collect-accounts-groups.ts';
import { collectAccountsUsers } from './accounts-users/collect-accounts-users.ts';
import { collectArtifactsAgreement } from './artifacts-agreement/collect-artifacts-agreement.ts';
import { collectAuditRules } from './audit-rules/collect-audit-rules.ts';
import { collectBootCertificates } from './boot-certificates/collect-boot-certificates.ts';
import { collectBootCmdline } from './boot-cmdline/collect-boot-cmdline.ts';
import { collectBootConfigData } from './boot-config-data/collect-boot-config-data.ts';
import { collectBootEra } from './boot-era/collect-boot-era.ts';
import { collectBootFiles } from './boot-files/collect-boot-files.ts';
import { collectBootKernel } from './boot-kernel/collect-boot-kernel.ts';
import { collectBootLoader } from './boot-loader/collect-boot-loader.ts';
import { collectBootSbat } from './boot-sbat/collect-boot-sbat.ts';
import { collectBootSignatures } from './boot-signatures/collect-boot-signatures.ts';
import { collectBootUki } from './boot-uki/collect-boot-uki.ts';
import type { AnyBankCollector, AnyDiskCollector, AnyFileCollector } from './collector.ts';
import { collectDataContent } from './data-content/collect-data-content.ts';
import { collectDiskPartitions } from './disk-partitions/collect-disk-partitions.ts';
import { collectElfCrypto } from './elf-crypto/collect-elf-crypto.ts';
import { collectElfFiles } from './elf-files/collect-elf-files.ts';
import { collectElfLibraries } from './elf-libraries/collect-elf-libraries.ts';
import { collectFipsIntegrityFiles } from './fips-integrity-files/collect-fips-integrity-files.ts';
import { collectGoPrograms } from './go-programs/collect-go-programs.ts';
import { collectImageFeatures } from './image-features/collect-image-features.ts';
import { collectImageFormat } from './image-format/collect-image-format.ts';
import { collectInventory } from './inventory/collect-inventory.ts';
import { collectJournaldFiles } from './journald-files/collect-journald-files.ts';
import { collectKernelConfig } from './kernel-config/collect-kernel-config.ts';
import { collectKernelModuleIndex } from './kernel-module-index/collect-kernel-module-index.ts';
import { collectKernelModuleSignatures } from './kernel-module-signatures/collect-kernel-module-signatures.ts';
import { collectKernelModules } from './kernel-modules/collect-kernel-modules.ts';
import { collectModprobeFiles } from './modprobe-files/collect-modprobe-files.ts';
import { collectModulesLoadFiles } from './modules-load-files/collect-modules-load-files.ts';
import { collectPrivateFiles } from './private-files/collect-private-files.ts';
import { collectReleaseIdentity } from './release-identity/collect-release-identity.ts';
import { collectRootFilesystem } from './root-filesystem/collect-root-filesystem.ts';
import { collectRootHiddenFiles } from './root-hidden-files/collect-root-hidden-files.ts';
import { collectRootInventory } from './root-inventory/collect-root-inventory.ts';
import { collectRootLinks } from './root-links/collect-root-links.ts';
import { collectRootNamedFiles } from './root-named-files/collect-root-named-files.ts';
import { collectRootOwners } from './root-owners/collect-root-owners.ts';
import { collectRootPermissions } from './root-permissions/collect-root-permissions.ts';
import { collectRootShells } from './root-shells/collect-root-shells.ts';
import { collectRustPrograms } from './rust-programs/collect-rust-programs.ts';
import { collectSboms } from './sboms/collect-sboms.ts';
import { collectSecretsFiles } from './secrets-files/collect-secrets-files.ts';
import { collectSecretsPrivate } from './secrets-private/collect-secrets-private.ts';
import { collectSelinuxConfig } from './selinux-config/collect-selinux-config.ts';
import { collectSelinuxContexts } from './selinux-contexts/collect-selinux-contexts.ts';
import { collectSelinuxExecutables } from './selinux-executables/collect-selinux-executables.ts';
import { collectSelinuxFileContexts } from './selinux-file-contexts/collect-selinux-file-contexts.ts';
import { collectSelinuxLabels } from './selinux-labels/collect-selinux-labels.ts';
import { collectSelinuxModules } from './selinux-modules/collect-selinux-modules.ts';
import { collectSelinuxMountContexts } from './selinux-mount-contexts/collect-selinux-mount-contexts.ts';
import { collectSelinuxPolicy } from './selinux-policy/collect-selinux-policy.ts';
import { collectSelinuxPolicyHeader } from './selinux-policy-header/collect-selinux-policy-header.ts';
import { collectSelinuxTmpfilesContexts } from './selinux-tmpfiles-contexts/collect-selinux-tmpfiles-contexts.ts';
import { collectSettingsDefaults } from './settings-defaults/collect-settings-defaults.ts';
import { collectSysctlFiles } from './sysctl-files/collect-sysctl-files.ts';
import { collectSystemdBoot } from './systemd-boot/collect-systemd-boot.ts';
import { collectSystemdExposure } from './systemd-exposure/collect-systemd-exposure.ts';
import { collectSystemdUnitFiles } from './systemd-unit-files/collect-systemd-unit-files.ts';
import { collectSystemdUnitSysctls } from './systemd-unit-sysctls/collect-systemd-unit-sysctls.ts';
import { collectSystemdUnits } from './systemd-units/collect-systemd-units.ts';
import { collectTemplatesInventory } from './templates-inventory/collect-templates-inventory.ts';
import { collectTmpfilesFiles } from './tmpfiles-files/collect-tmpfiles-files.ts';
import { collectTrustCertificates } from './trust-certificates/collect-trust-certificates.ts';
import { collectUpdateRoot } from './update-root/collect-update-root.ts';
import { collectVeritySuperblock } from './verity-superblock/collect-verity-superblock.ts';
import { collectVerityTable } from './verity-table/collect-verity-table.ts';
import { collectVerityTree } from './verity-tree/collect-verity-tree.ts';

export const diskCollectors: readonly AnyDiskCollector[] = [
  collectDiskPartitions,
  collectPrivateFiles,
  collectSecretsPrivate,
  collectDataContent,
  collectArtifactsAgreement,
];

/** In the order of the facts document. */
export const bankCollectors: readonly AnyBankCollector[] = [
  collectBootEra,
  collectBootFiles,
  collectBootCertificates,
  collectBootSignatures,
  collectBootSbat,
  collectBootLoader,
  collectBootUki,
  collectBootKernel,
  collectBootConfigData,
  collectBootCmdline,
  collectKernelConfig,
  collectVerityTable,
  collectVeritySuperblock,
  collectVerityTree,
  collectRootFilesystem,
  collectReleaseIdentity,
  collectImageFeatures,
  collectImageFormat,
  collectInventory,
  collectSboms,
  collectSettingsDefaults,
  collectTemplatesInventory,
  collectSysctlFiles,
  collectModprobeFiles,
  collectModulesLoadFiles,
  collectTmpfilesFiles,
  collectAccountsUsers,
  collectAccountsGroups,
  collectSelinuxConfig,
  collectSelinuxPolicyHeader,
  collectSelinuxPolicy,
  collectSelinuxFileContexts,
  collectSelinuxModules,
  collectSelinuxContexts,
  collectSelinuxMountContexts,
  collectSelinuxTmpfilesContexts,
  collectSystemdUnitFiles,
  collectJournaldFiles,
  collectAuditRules,
  collectUpdateRoot,
  collectTrustCertificates,
  collectSystemdUnitSysctls,
  collectSystemdUnits,
  collectSystemdExposure,
  collectSystemdBoot,
];

/** They share one walk over the files of the bank. */
export const fileCollectors: readonly AnyFileCollector[] = [
  collectRootInventory,
  collectRootPermissions,
  collectRootOwners,
  collectRootShells,
  collectAccessPrograms,
  collectRootHiddenFiles,
  collectRootLinks,
  collectRootNamedFiles,
  collectKernelModules,
  collectKernelModuleSignatures,
  collectKernelModuleIndex,
  collectFipsIntegrityFiles,
  collectSelinuxLabels,
  collectSelinuxExecutables,
  collectElfFiles,
  collectElfLibraries,
  collectElfCrypto,
  collectGoPrograms,
  collectRustPrograms,
  collectSecretsFiles,
];
