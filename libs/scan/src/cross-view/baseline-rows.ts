/** A row of the catalogue, or a mistake of builders, and what of it is decided by whom. */
export interface CoveredRow {
  readonly id: string;
  /** In our own words. */
  readonly about: string;
  /** Rules that decide it. */
  readonly rules: readonly string[];
  /** Ids of `left-out.yaml` of the pack `baseline`, which give the reasons. */
  readonly leftOut: readonly string[];
  /** What is left out, in a few words. */
  readonly open?: string;
}

type Decided = Pick<CoveredRow, 'rules'> & Partial<Pick<CoveredRow, 'leftOut' | 'open'>>;

/** Names stand with white space between them: `boot/secure-boot` is of the pack `baseline`, `selinux:access/api-socket` of the one that it names. */
export function covered(id: string, about: string, names: string, left: Omit<Decided, 'rules'> = {}): CoveredRow {
  const rules = names.split(/\s+/).map((name) => (name.includes(':') ? name : `baseline:${name}`));
  return { id, about, rules, leftOut: [], ...left };
}

const FIRST_HALF: readonly CoveredRow[] = [
  covered(
    'BR-01',
    'the root filesystem equals its hash tree',
    'verity/data-intact verity/covers-root verity/superblock-agrees verity/partitions kernel/config-verity',
  ),
  covered('BR-02', 'a changed block stops the host', 'verity/fails-closed'),
  covered('BR-03', 'root is mounted read-only, without an initrd', 'boot/root-read-only boot/only-image-files kernel/config-no-switches'),
  covered('BR-04', 'root is a filesystem of a known kind and size', 'disk/root-filesystem'),
  covered('BR-05', 'the boot configuration does no harm', 'boot/bootconfig-clean private/only-boot-config'),
  covered(
    'BR-06',
    'the command line switches no protection off',
    'boot/no-weakening boot/no-override boot/no-bootconfig-syntax boot/selinux-enforced boot/no-stray-files kernel/config-selinux kernel/config-no-switches',
  ),
  covered('BR-07', '/etc is made anew at every start', 'mounts/etc-in-memory files/survive', {
    leftOut: ['br-07/program'],
    open: 'what systemd mounts by itself',
  }),
  covered('BR-08', 'writable mounts run no programs with other rights', 'mounts/no-setuid-no-devices mounts/no-programs', {
    leftOut: ['br-08/program'],
    open: 'what systemd mounts by itself',
  }),
  covered('BR-09', 'data has a partition of its own', 'mounts/data-in-its-place mounts/system-from-image disk/partition-plan disk/data-unused'),
  covered('BR-10', 'there is no shell', 'files/no-shell'),
  covered('BR-11', 'there are no interpreters', 'files/no-shell-scripts files/no-interpreters'),
  covered('BR-12', 'there are no tools for debugging and administration', 'files/no-debug-tools'),
  covered('BR-13', 'there is no package manager and no compiler', 'files/no-package-managers'),
  covered('BR-14', 'no service or client speaks in clear text', 'files/no-clear-text-services'),
  covered('BR-15', 'the host has no ssh server', 'files/no-ssh'),
  covered('BR-16', 'nobody logs in on a console', 'units/no-console-login'),
  covered('BR-17', 'accounts have no password', 'accounts/no-passwords'),
  covered('BR-18', 'accounts have no shell to log in to', 'accounts/no-login-shells'),
  covered('BR-19', 'programs and libraries are hardened', 'programs/hardened', {
    leftOut: ['br-19/stack-clash', 'br-19/fortify', 'br-19/branches'],
    open: 'checks that a finished program does not show',
  }),
  covered('BR-20', 'the admin container is off by default', 'settings/admin-off'),
  covered('BR-21', 'the control container is as documented', 'settings/no-superpowered settings/control-in-cloud'),
  covered('BR-22', 'services are sandboxed as far as the site asks', 'units/exposure units/no-global-drop-ins'),
  covered(
    'BR-23',
    'everything that Secure Boot checks is signed',
    'boot/secure-boot boot/signatures-agree boot/signatures-trusted boot/sbat boot/chain-complete',
    {
      leftOut: ['br-23/firmware'],
      open: 'what the firmware enforces',
    },
  ),
  covered('BR-24', 'keys that sign are not those of a sample', 'boot/keys-not-local boot/certificates-not-expired', {
    leftOut: ['br-24/menu-key'],
    open: 'the key that signs grub.cfg',
  }),
  covered('BR-25', 'nobody edits the boot menu', 'boot/menu-locked boot/single-entry'),
];

const SECOND_HALF: readonly CoveredRow[] = [
  covered(
    'BR-26',
    'banks and their priorities are as built',
    'disk/partition-plan disk/never-booted disk/backup-table units/marks-successful-boot units/protection-starts',
  ),
  covered('BR-27', 'the root role of updates holds', 'updates/trusted-root updates/root-not-expired updates/keys-apart updates/source'),
  covered('BR-28', 'updates are configured', 'updates/follows-latest updates/locations updates/source'),
  covered('BR-29', 'no file gives rights away', 'files/no-setuid files/no-capabilities'),
  covered(
    'BR-30',
    'no partition holds secrets',
    'secrets/none-in-files secrets/none-on-private secrets/none-in-user-data settings/no-secrets private/only-boot-config disk/data-unused',
    { leftOut: ['br-30/slack'], open: 'what is left of deleted files' },
  ),
  covered('BR-31', 'the bundle of certificate authorities is in order', 'trust/certificates trust/certificates-not-expired'),
  covered('BR-32', 'the release is still supported', 'release/kubernetes-supported', {
    leftOut: ['br-32/newest', 'br-32/packages'],
    open: 'all but Kubernetes',
  }),
  covered(
    'BR-33',
    'the release says what it is',
    'release/identity release/clean-build release/boot-entry release/kubernetes-of-variant release/inventory-agrees release/derived-guids kernel/one-release boot/uki-consistent',
    { leftOut: ['br-33/defaults-file', 'br-33/image-file'], open: 'names of files' },
  ),
  covered('BR-34', 'nobody but root owns or writes files', 'files/no-world-writable files/owned-by-root'),
  covered('BR-35', 'links lead somewhere, and there are no special files', 'files/links files/no-special-files'),
  covered('BR-36', 'what listens is known', 'services/listeners', { leftOut: ['br-36/programs'], open: 'what programs open by themselves' }),
  covered('BR-37', 'few may use the socket of the API', 'services/api-socket selinux:access/api-socket', {
    leftOut: ['br-37/mode'],
    open: 'the mode that apiserver gives the socket',
  }),
  covered('BR-38', 'ECS refuses privileged containers by default', 'settings/ecs-no-privileged'),
  covered('BR-39', 'the container runtime confines containers with SELinux', 'containers/selinux containers/ecs-selinux', {
    leftOut: ['br-39/docker'],
    open: 'the configuration of Docker',
  }),
  covered('BR-40', 'containers get few capabilities by default', 'settings/container-capabilities', {
    leftOut: ['br-40/fewer'],
    open: 'fewer than the usual ones',
  }),
  covered('BR-41', 'containers share GPUs only as they are allowed to', 'settings/gpu-isolation'),
  covered('BR-42', 'kernel modules are signed by the build', 'kernel/module-signatures'),
  covered('BR-43', 'kexec is closed after the boot', 'units/kexec-closed units/kexec-order units/protection-starts'),
  covered('BR-44', 'headers of the kernel are told', 'kernel/no-headers'),
  covered('BR-45', 'settings that mend known weaknesses are kept', 'kernel/known-weaknesses', {
    leftOut: ['br-45/others'],
    open: 'all but those that are used and that a setting puts out of reach',
  }),
  covered(
    'BR-46',
    'settings defaults fit their model',
    'settings/known-keys settings/one-defaults-file settings/defaults-link settings/one-plugin settings/templates-exist settings/kubernetes-authentication',
    { leftOut: ['br-46/generators', 'br-46/references'], open: 'programs that fill settings in' },
  ),
  covered('BR-47', 'storage that is said to be encrypted is', 'storage/encryption-units storage/encryption-complete', {
    leftOut: ['br-47/tpm'],
    open: 'a node without a TPM',
  }),
  covered('BR-48', 'the boot is measured', 'units/measured-boot'),
  covered(
    'BR-49',
    'user data take no protection away',
    `settings/admin-off settings/no-superpowered settings/pinned-bootstrap-containers settings/registry-mirrors-encrypted settings/no-bootstrap-containers
     settings/no-bootstrap-commands settings/kubernetes-not-standalone settings/kubernetes-no-unsafe-sysctls secrets/none-in-user-data kernel/lockdown
     kernel/lockdown-drivers sysctl/bpf-jit sysctl/kernel-log sysctl/kernel-pointers sysctl/ptrace-scope`,
  ),
  covered('BR-50', 'images of host containers have a version', 'settings/pinned-host-containers settings/known-registries', {
    leftOut: ['br-50/pause'],
    open: 'the image of the pause container',
  }),
];

/** Every row of the catalogue about Bottlerocket's own promises (facts on controls, section 7), in its order. */
export const baselineRows: readonly CoveredRow[] = [...FIRST_HALF, ...SECOND_HALF];
