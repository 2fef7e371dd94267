/** Where controls take their evidence from, and the fact that tells of it. */
export interface EvidencePlace {
  /** Where it lies on a disk or node. */
  readonly where: string;
  /** Facts, each with the field that a rule would read behind a colon. Empty where no image has it. */
  readonly facts: readonly string[];
  /** Why an image cannot tell, or not all of it. */
  readonly beyond?: string;
}

const SYSCTL = 'sysctl.effective:keys.*.value';
const SETTINGS = 'settings.defaults:settings.value';
const UNITS = 'systemd.units:units';

/** By name; controls.md 0.3 and the evidence of each of its rows. */
export const evidencePlaces = {
  // Disk and dm-verity
  partitions: { where: 'partition table', facts: ['disk.partitions:entries.typeGuid', 'disk.partitions:copiesAgree', 'disk.plan:followsPlan'] },
  'bank-attributes': { where: 'attributes of BOOT-A in the partition table', facts: ['disk.partitions:entries.attributes.successful'] },
  'hash-tree': { where: 'every block of ROOT and HASH', facts: ['verity.tree:rootHash', 'verity.tree:damagedBlocks', 'verity.chain:rootHashMatches'] },
  'verity-table': { where: 'dm-mod.create= on the command line', facts: ['verity.table:options', 'verity.table:algorithm', 'verity.chain:devicesMatch'] },
  'verity-superblock': { where: 'start of HASH', facts: ['verity.superblock:algorithm', 'verity.chain:superblockAgrees'] },
  'root-filesystem': { where: 'superblock of ROOT', facts: ['root.filesystem:type', 'root.filesystem:features'] },
  'data-partition': { where: 'the data partitions', facts: ['data.content:partitions.content', 'disk.plan:dataLayout'] },
  'build-artifacts': { where: 'files that a build left beside the disk', facts: ['artifacts.agreement:artifacts.agreement'] },
  'private-files': { where: 'files on PRIVATE', facts: ['private.files:files.path'] },
  // Boot
  'boot-path': { where: 'ESP and BOOT', facts: ['boot.era:era', 'boot.files:files.signed', 'boot.chain:links', 'boot.secure-boot:elements'] },
  'boot-certificates': {
    where: 'signatures, shim and enrolment files',
    facts: [
      'boot.certificates:certificates.subject',
      'boot.certificates:certificates.sha256',
      'boot.signatures:authenticode.holds',
      'boot.signatures:openpgp.verdict',
      'boot.sbat:programs.rows',
    ],
  },
  'grub-config': { where: 'grub.cfg on BOOT', facts: ['boot.loader:entries.commandLine', 'boot.loader:variables.value', 'boot.loader:entries.initrds'] },
  uki: { where: 'sections of the unified kernel image', facts: ['boot.uki:sections.name', 'boot.uki:signed'] },
  'kernel-image': { where: 'vmlinuz on BOOT, or .linux of the UKI', facts: ['boot.kernel:release', 'boot.kernel:signatures.algorithm'] },
  'kernel-hmac': { where: '.vmlinuz.hmac on BOOT, .bottlerocket.efi.hmac on the ESP', facts: ['boot.kernel:hmacs.matches'] },
  bootconfig: { where: 'bootconfig.data on PRIVATE', facts: ['boot.bootconfig:keys.key', 'boot.bootconfig:applies'] },
  'command-line': { where: 'grub.cfg or .cmdline, and bootconfig.data', facts: ['boot.cmdline:parameters.name', 'cmdline.effective:parameters.value'] },
  // Kernel
  'kernel-config': {
    where: '/config on BOOT, IKCONFIG in the kernel, copies on ROOT',
    facts: ['kernel.config:options.value', 'kernel.config:agree', 'kernel.options:release'],
  },
  modules: {
    where: '/usr/lib/modules/{kver}',
    facts: ['kernel.modules:modules.name', 'kernel.modules:folders.builtinNames', 'kernel.module-index:missing', 'modules.effective:modules.outcome'],
  },
  'module-signatures': {
    where: 'trailer of every module, keys in the kernel',
    facts: ['kernel.module-signatures:modules.verdict', 'kernel.module-signatures:modules.hash', 'kernel.module-signatures:trustedKeys.sha256'],
  },
  modprobe: { where: 'modprobe.d and settings.kernel.modules', facts: ['modprobe.files:entries.command', 'modprobe.effective:modules.*.state'] },
  'modules-load': { where: 'modules-load.d, modules_load= and settings', facts: ['modules-load.files:entries.module', 'modules-load.effective:modules.state'] },
  sysctl: { where: 'kernel defaults, sysctl.d, units, settings.kernel.sysctl', facts: [SYSCTL, 'sysctl.files:entries.key', 'systemd.unit-sysctls:calls.key'] },
  lockdown: { where: 'settings.kernel.lockdown, lockdown=, configuration', facts: ['lockdown.effective:mode', 'lockdown.effective:supported'] },
  lsm: { where: 'CONFIG_LSM, lsm= and security=', facts: ['kernel.lsm:active.name', 'kernel.lsm:modules.*.state'] },
  mitigations: { where: 'configuration and command line', facts: ['kernel.mitigations:mitigations.*.state'] },
  'fips-claims': { where: 'command line, /usr/fips, VARIANT_ID of os-release', facts: ['fips.claims:claims.by'] },
  'self-tests': { where: 'units of fipscheck.target and the modules they load', facts: ['fips.self-tests:units.state', 'fips.self-tests:modules.state'] },
  'integrity-files': { where: '.hmac files beside programs and libraries', facts: ['fips.integrity-files:files.state'] },
  'kernel-sources': { where: '/usr/src/kernels, /usr/share/bottlerocket/kernel-devel*', facts: ['root.named-files:files.kind'] },
  // Release
  release: { where: 'os-release', facts: ['release.identity:versionId', 'release.identity:variantId', 'release.identity:buildId'] },
  inventory: { where: 'application-inventory.json', facts: ['identity.inventory:packages.version', 'identity.inventory:packages.sourcePackage'] },
  sboms: { where: 'software bills of materials', facts: ['identity.sboms:packages.name', 'identity.consistency:differences'] },
  'image-features': {
    where: 'image-features.env and image-format.env',
    facts: ['identity.image-features:inPlaceUpdates', 'identity.image-format:imageFormat'],
  },
  'derived-guids': { where: 'identifiers that the build derives', facts: ['identity.guids:rows.matches'] },
  'outside-data': {
    where: 'dated tables of releases, validated modules and advisories',
    facts: [],
    beyond: 'the image has the versions; what they are worth on a day is data from elsewhere',
  },
  // Settings and templates
  settings: { where: 'storewolf defaults and user data', facts: [SETTINGS, 'settings.effective', 'settings.origins:generated.generator'] },
  'user-data': { where: 'user data, where it is given', facts: ['settings.effective', 'settings.origins:entries.layer', 'settings.origins:unknown.key'] },
  'configuration-files': { where: 'configuration-files and services in the defaults', facts: [SETTINGS] },
  templates: { where: '/usr/share/templates', facts: ['templates.inventory:templates.name', 'templates.inventory:headers.value'] },
  // Orchestrators
  'kubelet-config': { where: 'template kubelet-config, rendered', facts: ['kubernetes.kubelet:config.*.value', 'kubernetes.kubelet:clientCa.state'] },
  'kubelet-arguments': {
    where: 'kubelet.service and template kubelet-exec-start-conf',
    facts: ['kubernetes.kubelet:flags.*.value', 'systemd.units:units.commands.arguments'],
  },
  'containerd-config': { where: 'templates containerd-config-toml*', facts: ['containerd.config:config.*.value', 'containerd.config:baseSpec.*.value'] },
  'ecs-agent': { where: 'template ecs-config and ecs.service', facts: ['ecs.agent:environment.*.value'] },
  'cni-config': { where: 'CNI plug-ins and their configuration', facts: ['cni.config:configurations.values.*.value'] },
  // systemd and files
  units: {
    where: 'unit files, drop-ins, links, presets',
    facts: [`${UNITS}.loadState`, `${UNITS}.enablement`, `${UNITS}.started`, 'systemd.unit-files:units.path'],
  },
  'unit-settings': { where: 'settings of units', facts: [`${UNITS}.settings.value`, `${UNITS}.user`] },
  'unit-commands': { where: 'Exec… of units', facts: [`${UNITS}.commands.executable`, `${UNITS}.commands.arguments`] },
  'start-order': {
    where: 'the transaction from default.target',
    facts: ['systemd.boot:stages.chain', 'systemd.boot:stages.missing', 'systemd.boot:generators.effect'],
  },
  exposure: { where: 'sandbox of services', facts: ['systemd.exposure:services.tenths', 'systemd.exposure:sandboxes.checks.set'] },
  listeners: { where: 'socket units', facts: [`${UNITS}.listeners.address`] },
  mounts: { where: 'mount units', facts: [`${UNITS}.mount.options`] },
  journald: { where: 'journald.conf and drop-ins', facts: ['journald.effective:storage', 'journald.files:entries.value'] },
  tmpfiles: { where: 'tmpfiles.d', facts: ['tmpfiles.files:entries.path', 'tmpfiles.files:entries.mode'] },
  'audit-rules': { where: '/usr/share/audit', facts: ['audit.rules:rules.options'] },
  permissions: {
    where: 'modes and capabilities of every inode',
    facts: ['root.permissions:notable.setuid', 'root.permissions:notable.worldWritable', 'root.owners:others.uid'],
  },
  links: { where: 'links and special files', facts: ['root.links:links.leadsTo', 'root.links:specials.type'] },
  'hidden-files': { where: 'files below mount points', facts: ['root.hidden-files:files.hiddenBy'] },
  'named-files': { where: 'files with names that mean something', facts: ['root.named-files:files.kind', 'root.inventory:files'] },
  // Programs
  shells: { where: 'programs that are shells', facts: ['root.shells:shells.foundBy'] },
  programs: {
    where: 'interpreters, login programs, package managers, tools, clients',
    facts: ['access.programs:programs.kind', 'access.programs:scripts.interpreter', 'access.programs:files.what'],
  },
  accounts: {
    where: 'passwd, group and shadow in the factory tree',
    facts: ['accounts.users:users.login', 'accounts.users:users.password', 'accounts.groups:groups.members', 'accounts.unit-users'],
  },
  hardening: { where: 'ELF programs and libraries', facts: ['elf.files:files.kind', 'elf.files:files.relro', 'elf.files:files.stackProtector'] },
  libraries: { where: 'libraries that programs load', facts: ['elf.libraries:missing', 'elf.libraries:libraries.path'] },
  crypto: { where: 'cryptographic code in programs', facts: ['elf.crypto:markers.library'] },
  'go-programs': { where: 'build information of Go programs', facts: ['go.programs:programs.fipsModule', 'go.programs:programs.goVersion'] },
  'rust-programs': { where: 'audit data of Rust programs', facts: ['rust.programs:programs.crates'] },
  // Trust
  'tuf-root': {
    where: '/usr/share/updog/root.json',
    facts: ['updates.root:thresholdMet', 'updates.root:signatures.verdict', 'updates.root:expiresAt', 'updates.root:keys.bits'],
  },
  'update-locations': { where: 'settings.updates', facts: ['updates.locations:locations.secure', 'updates.locations:locations.variantMatches'] },
  'ca-bundle': { where: 'CA bundles on ROOT', facts: ['trust.certificates:certificates.sha256', 'trust.certificates:certificates.notAfter'] },
  secrets: {
    where: 'text files of all partitions, settings, units',
    facts: ['secrets.files:secrets.kind', 'secrets.files:coverage', 'secrets.private:secrets.kind', 'secrets.user-data:secrets.kind'],
  },
  // SELinux
  'selinux-config': { where: '/etc/selinux/config', facts: ['selinux.config:configs.mode'] },
  'selinux-policy': { where: 'the compiled policy', facts: ['selinux.policy:sha256', 'selinux.policy-header:policies.version'] },
  'selinux-modules': { where: 'CIL modules', facts: ['selinux.modules:modules.sha256'] },
  'file-contexts': { where: 'file_contexts', facts: ['selinux.file-contexts:tables.sha256', 'selinux.file-contexts:problems.kind'] },
  labels: { where: 'security.selinux of every inode', facts: ['selinux.labels:counts.label', 'selinux.labels:differences.found'] },
  'program-labels': { where: 'labels of executable files', facts: ['selinux.executables:executables.label', 'selinux.unit-programs:programs.domain'] },
  'container-labels': { where: 'lxc_contexts and what it gives', facts: ['selinux.contexts:entries.context', 'selinux.container-access:writable'] },
  'mount-contexts': { where: 'context= of mounts and tmpfiles', facts: ['selinux.mount-contexts:mounts.context', 'selinux.tmpfiles-contexts:lines.context'] },
  // Nowhere in an image
  runtime: { where: 'a running node', facts: [], beyond: 'firewall, encryption of volumes, log shipping, time reached: only a running node has it' },
  organisation: { where: 'the organisation', facts: [], beyond: 'approvals, retention and processes are no part of an image' },
} as const satisfies Readonly<Record<string, EvidencePlace>>;

export type EvidenceName = keyof typeof evidencePlaces;
