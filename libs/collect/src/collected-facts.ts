import { accessPrograms } from './access-programs/access-programs.schema.ts';
import { accountsGroups } from './accounts-groups/accounts-groups.schema.ts';
import { accountsUsers } from './accounts-users/accounts-users.schema.ts';
import { artifactsAgreement } from './artifacts-agreement/artifacts-agreement.schema.ts';
import { auditRules } from './audit-rules/audit-rules.schema.ts';
import { bootCertificates } from './boot-certificates/boot-certificates.schema.ts';
import { bootCmdline } from './boot-cmdline/boot-cmdline.schema.ts';
import { bootConfigData } from './boot-config-data/boot-config-data.schema.ts';
import { bootEra } from './boot-era/boot-era.schema.ts';
import { bootFiles } from './boot-files/boot-files.schema.ts';
import { bootKernel } from './boot-kernel/boot-kernel.schema.ts';
import { bootLoader } from './boot-loader/boot-loader.schema.ts';
import { bootSbat } from './boot-sbat/boot-sbat.schema.ts';
import { bootSignatures } from './boot-signatures/boot-signatures.schema.ts';
import { bootUki } from './boot-uki/boot-uki.schema.ts';
import { dataContent } from './data-content/data-content.schema.ts';
import { diskPartitions } from './disk-partitions/disk-partitions.schema.ts';
import { elfCrypto } from './elf-crypto/elf-crypto.schema.ts';
import { elfFiles } from './elf-files/elf-files.schema.ts';
import { elfLibraries } from './elf-libraries/elf-libraries.schema.ts';
import { fipsIntegrityFiles } from './fips-integrity-files/fips-integrity-files.schema.ts';
import { goPrograms } from './go-programs/go-programs.schema.ts';
import { imageFeatures } from './image-features/image-features.schema.ts';
import { imageFormat } from './image-format/image-format.schema.ts';
import { inventory } from './inventory/inventory.schema.ts';
import { journaldFiles } from './journald-files/journald-files.schema.ts';
import { kernelConfig } from './kernel-config/kernel-config.schema.ts';
import { kernelModuleIndex } from './kernel-module-index/kernel-module-index.schema.ts';
import { kernelModuleSignatures } from './kernel-module-signatures/kernel-module-signatures.schema.ts';
import { kernelModules } from './kernel-modules/kernel-modules.schema.ts';
import { modprobeFiles } from './modprobe-files/modprobe-files.schema.ts';
import { modulesLoadFiles } from './modules-load-files/modules-load-files.schema.ts';
import { privateFiles } from './private-files/private-files.schema.ts';
import { releaseIdentity } from './release-identity/release-identity.schema.ts';
import { rootFilesystem } from './root-filesystem/root-filesystem.schema.ts';
import { rootHiddenFiles } from './root-hidden-files/root-hidden-files.schema.ts';
import { rootInventory } from './root-inventory/root-inventory.schema.ts';
import { rootLinks } from './root-links/root-links.schema.ts';
import { rootNamedFiles } from './root-named-files/root-named-files.schema.ts';
import { rootOwners } from './root-owners/root-owners.schema.ts';
import { rootPermissions } from './root-permissions/root-permissions.schema.ts';
import { rootShells } from './root-shells/root-shells.schema.ts';
import { rustPrograms } from './rust-programs/rust-programs.schema.ts';
import { sboms } from './sboms/sboms.schema.ts';
import { secretsFiles } from './secrets-files/secrets-files.schema.ts';
import { secretsPrivate } from './secrets-private/secrets-private.schema.ts';
import { selinuxConfig } from './selinux-config/selinux-config.schema.ts';
import { selinuxContexts } from './selinux-contexts/selinux-contexts.schema.ts';
import { selinuxExecutables } from './selinux-executables/selinux-executables.schema.ts';
import { selinuxFileContexts } from './selinux-file-contexts/selinux-file-contexts.schema.ts';
import { selinuxLabels } from './selinux-labels/selinux-labels.schema.ts';
import { selinuxModules } from './selinux-modules/selinux-modules.schema.ts';
import { selinuxMountContexts } from './selinux-mount-contexts/selinux-mount-contexts.schema.ts';
import { selinuxPolicy } from './selinux-policy/selinux-policy.schema.ts';
import { selinuxPolicyHeader } from './selinux-policy-header/selinux-policy-header.schema.ts';
import { selinuxTmpfilesContexts } from './selinux-tmpfiles-contexts/selinux-tmpfiles-contexts.schema.ts';
import { settingsDefaults } from './settings-defaults/settings-defaults.schema.ts';
import { sysctlFiles } from './sysctl-files/sysctl-files.schema.ts';
import { systemdBoot } from './systemd-boot/systemd-boot.schema.ts';
import { systemdExposure } from './systemd-exposure/systemd-exposure.schema.ts';
import { systemdUnitFiles } from './systemd-unit-files/systemd-unit-files.schema.ts';
import { systemdUnitSysctls } from './systemd-unit-sysctls/systemd-unit-sysctls.schema.ts';
import { systemdUnits } from './systemd-units/systemd-units.schema.ts';
import { templatesInventory } from './templates-inventory/templates-inventory.schema.ts';
import { tmpfilesFiles } from './tmpfiles-files/tmpfiles-files.schema.ts';
import { trustCertificates } from './trust-certificates/trust-certificates.schema.ts';
import { updateRoot } from './update-root/update-root.schema.ts';
import { veritySuperblock } from './verity-superblock/verity-superblock.schema.ts';
import { verityTable } from './verity-table/verity-table.schema.ts';
import { verityTree } from './verity-tree/verity-tree.schema.ts';

export type { BootEra } from './boot-era/boot-era.schema.ts';
export type { DiskPartitions } from './disk-partitions/disk-partitions.schema.ts';
export type { KernelConfigFact } from './kernel-config/kernel-config.schema.ts';
export type { RootInventory } from './root-inventory/root-inventory.schema.ts';
export type { VeritySuperblock } from './verity-superblock/verity-superblock.schema.ts';
export type { VerityTable } from './verity-table/verity-table.schema.ts';
export type { VerityTree } from './verity-tree/verity-tree.schema.ts';

/** What the collectors produce, in the order of the facts document: known without what reads it, which most commands never load. */
export const collectedFacts = [
  diskPartitions,
  privateFiles,
  secretsPrivate,
  dataContent,
  artifactsAgreement,
  bootEra,
  bootFiles,
  bootCertificates,
  bootSignatures,
  bootSbat,
  bootLoader,
  bootUki,
  bootKernel,
  bootConfigData,
  bootCmdline,
  kernelConfig,
  verityTable,
  veritySuperblock,
  verityTree,
  rootFilesystem,
  releaseIdentity,
  imageFeatures,
  imageFormat,
  inventory,
  sboms,
  settingsDefaults,
  templatesInventory,
  sysctlFiles,
  modprobeFiles,
  modulesLoadFiles,
  tmpfilesFiles,
  accountsUsers,
  accountsGroups,
  selinuxConfig,
  selinuxPolicyHeader,
  selinuxPolicy,
  selinuxFileContexts,
  selinuxModules,
  selinuxContexts,
  selinuxMountContexts,
  selinuxTmpfilesContexts,
  systemdUnitFiles,
  journaldFiles,
  auditRules,
  updateRoot,
  trustCertificates,
  systemdUnitSysctls,
  systemdUnits,
  systemdExposure,
  systemdBoot,
  rootInventory,
  rootPermissions,
  rootOwners,
  rootShells,
  accessPrograms,
  rootHiddenFiles,
  rootLinks,
  rootNamedFiles,
  kernelModules,
  kernelModuleSignatures,
  kernelModuleIndex,
  fipsIntegrityFiles,
  selinuxLabels,
  selinuxExecutables,
  elfFiles,
  elfLibraries,
  elfCrypto,
  goPrograms,
  rustPrograms,
  secretsFiles,
];
