export { analyzeSecurity, type SecurityReport } from './analyze-security.ts';
export { openChromium } from './browser/open-chromium.ts';
export { type DiskForm, diskForms, withPackedDisk } from './containers/index.ts';
export { debianFolder } from './debian-folder.ts';
export { debianUnits } from './debian-units.ts';
export { type DynamicRecipe, ELF_BASE, type ElfRecipe, elfBytes } from './elf/elf-bytes.ts';
export { growthImage, manyFilesImage, sparseImage } from './growth-image.ts';
export { guestfsKernel } from './guestfs-kernel.ts';
export { type HostileInput, hostileInputs } from './hostile/index.ts';
export { signModule } from './kernel-module/sign-module.ts';
export { type SignatureRecipe, signedModule, signerInfo, withModuleTrailer } from './kernel-module/signed-module.ts';
export { type BuildForm, type BuiltFiles, buildFolder } from './lab/build-folder.ts';
export { buildDataDisk, buildImage } from './lab/build-image.ts';
export { sizeWord } from './lab/bytes/compress-kernel.ts';
export { fullKernelConfig } from './lab/bytes/full-kernel-config.ts';
export { arm64Image, vmlinux } from './lab/bytes/kernel-body.ts';
export { bzImage, type KernelImageRecipe, wrapBzImage, wrapZboot, zbootImage } from './lab/bytes/kernel-image.ts';
export { moduleFile } from './lab/bytes/module-file.ts';
export { type UkiRecipe, ukiFile, withCertificate } from './lab/bytes/uki-file.ts';
export { caBundle, labAuthorities, labAuthority } from './lab/ca-bundle.ts';
export { containerdTemplates } from './lab/containerd-templates.ts';
export { kubernetesTemplates } from './lab/kubernetes-templates.ts';
export { labImageLz4 } from './lab/lab-archive.ts';
export { labImage } from './lab/lab-image.ts';
export type { ImageRecipe, Patch } from './lab/recipe.ts';
export { recipes } from './lab/recipes/index.ts';
export { keyProfile } from './lab/secure-boot/key-profile.ts';
export { keySections } from './lab/secure-boot/key-sections.ts';
export { detachedSignature, publicKeyPackets } from './lab/secure-boot/openpgp.ts';
export { signProgram } from './lab/secure-boot/sign-program.ts';
export { directory, file, symlink, type TreeEntry } from './lab/tree.ts';
export { type LabTufKey, labTufRoot, type TufRootRecipe, tufKeyId, tufRoot } from './lab/tuf-root.ts';
export { buildXfs, type XfsAttribute, type XfsRecipe } from './lab/xfs-image.ts';
export { labVerdicts } from './lab-verdicts.ts';
export { type MadeUpSecret, madeUpSecrets } from './made-up-by-kind.ts';
export { ALPHABETS, madeUp, madeUpAccessKey, madeUpJwt, madeUpPem } from './made-up-secrets.ts';
export { changedFacts } from './mutations/changed-facts.ts';
export { type Mutation, type MutationBase, mutatedImage, mutations } from './mutations/index.ts';
export { mutatedFolder } from './mutations/mutated-folder.ts';
export { describeOracle } from './oracle.ts';
export { type OracleTool, oracleTools, toolsFor } from './oracle-tools.ts';
export { rangeAnswer } from './range-answer.ts';
export { renderHandlebars, unescaped } from './render-handlebars.ts';
export { type Run, runStaticfire } from './run-staticfire.ts';
export {
  bottlerocketPolicy,
  changedPolicy,
  compiledPolicy,
  compiledVersions,
  type DebianPolicy,
  debianFileContexts,
  debianPolicy,
  decisionsPolicy,
  domainsPolicy,
  domainTypes,
  everyStatementCil,
  everyStatementPolicy,
  libsepolAnswers,
  type PolicyEra,
  type PolicyRecipe,
  parseSediffCounts,
  type RuleRecipe,
  sediffCounts,
  setoolsAnswers,
  smallPolicy,
  withoutNeverallows,
  writePolicy,
} from './selinux/index.ts';
export { type SquashfsCompressor, squashfsCompressors, squashfsTwin, squashfsTwinImage } from './squashfs-twin.ts';
export { stockDifferences, stockHardening } from './stock-kernel/stock-hardening.ts';
export { STOCK_COMMAND_LINE, stockKernelOptions } from './stock-kernel/stock-kernel-options.ts';
export { STOCK_SYSCTLS, STOCK_UNIT_SYSCTL } from './stock-kernel/stock-sysctls.ts';
export { debianUnitPackages } from './systemd/debian-unit-packages.ts';
export { presetAll, unitFileStates } from './systemd/enable-units.ts';
export { copyDebianUnits, type FolderFile, readRoot, type UnitFiles, withRoot } from './systemd/unit-root.ts';
export { type Verification, type VerifiedUnit, verifyUnits } from './systemd/verify-units.ts';
export { missingPackages, toolPath } from './tool-path.ts';
export {
  BAD_QCOW2,
  BAD_VMDK,
  type BadDisk,
  GOOD_QCOW2,
  GOOD_SPARSE,
  GOOD_STREAM,
  HIDDEN_PARENTS,
  manifestLine,
  type OvaMember,
  type OvaRecipe,
  ovaFile,
  ovfText,
  packOva,
  packVirtualDisk,
  type Qcow2Recipe,
  qcow2File,
  tarFile,
  tarHeader,
  type VirtualDiskForm,
  type VmdkRecipe,
  vmdkFile,
} from './virtual-disks/index.ts';
