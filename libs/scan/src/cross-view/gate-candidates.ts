import { type CoveredRow, covered } from './baseline-rows.ts';

const EVERY_KUBELET = 'kubelet/anonymous-requests kubelet/authorization kubelet/filter-chains kubelet/read-only-port kubelet/seccomp-default';
const EVERY_CONTEXT = ['api-data', 'aws', 'cni', 'containerd', 'csi', 'ecs', 'host-containers', 'kubernetes-pki']
  .map((row) => `selinux:mounts/${row}`)
  .join(' ');

const FILES_AND_BOOT: readonly CoveredRow[] = [
  covered('1', 'a login, a shell and tools of development are left in', 'files/no-shell files/no-debug-tools units/no-console-login'),
  covered(
    '2',
    'an interpreter, an ssh server, a package manager, files that give rights away',
    'files/no-interpreters files/no-shell-scripts files/no-ssh files/no-package-managers files/no-setuid files/no-capabilities files/no-world-writable',
  ),
  covered('3', 'words on the command line that weaken or override', 'boot/no-override boot/no-weakening boot/selinux-enforced boot/bootconfig-clean', {
    leftOut: ['gate-03/console', 'gate-03/ima'],
  }),
  covered(
    '4',
    'grub.cfg was edited by hand',
    'boot/root-read-only boot/single-entry boot/only-image-files verity/fails-closed verity/data-intact verity/partitions verity/superblock-agrees',
  ),
  covered('5', 'Secure Boot was dropped', 'boot/secure-boot'),
  covered('6', 'keys that a build makes for itself sign a release', 'boot/keys-not-local', { leftOut: ['br-24/menu-key'] }),
  covered('7', 'boot files were changed after they were signed', 'boot/signatures-agree boot/signatures-trusted boot/kernel-hmac'),
  covered('8', 'the root role was made by the build', 'updates/keys-apart updates/trusted-root updates/root-not-expired'),
  covered('9', 'root role and addresses of updates disagree', 'updates/locations updates/source', { leftOut: ['gate-09/root-and-urls', 'gate-09/variant'] }),
];

const SETTINGS: readonly CoveredRow[] = [
  covered('10', 'lockdown is none', 'kernel/lockdown kernel/lockdown-drivers'),
  covered(
    '11',
    'host containers are on, superpowered, foreign or not pinned',
    'settings/admin-off settings/control-in-cloud settings/no-superpowered settings/known-registries settings/pinned-host-containers',
  ),
  covered('12', 'secrets in the defaults or on PRIVATE', 'settings/no-secrets secrets/none-on-private secrets/none-in-files private/only-boot-config'),
  covered(
    '13',
    'the image starts bootstrap containers or commands',
    'settings/no-bootstrap-containers settings/no-bootstrap-commands settings/pinned-bootstrap-containers',
  ),
  covered(
    '14',
    'settings of kubelet are weak',
    `settings/kubernetes-not-standalone settings/kubernetes-authentication settings/kubernetes-server-certificate settings/kubernetes-seccomp-default
     settings/kubernetes-no-unsafe-sysctls settings/kubernetes-pids-limit`,
  ),
  covered('15', 'containers may do more than usual', 'settings/ecs-no-privileged settings/container-capabilities'),
  covered(
    '16',
    'files of settings are missing, or there are two',
    'settings/one-defaults-file settings/one-plugin settings/defaults-link settings/templates-exist',
  ),
  covered('17', 'templates were edited', `${EVERY_KUBELET} containers/selinux containers/no-new-privileges services/docker-local`, {
    leftOut: ['br-39/docker'],
  }),
];

const SYSTEM: readonly CoveredRow[] = [
  covered('18', 'files lie where no node sees them', 'files/survive'),
  covered('19', 'units are enabled in vain, or run what is not there', 'units/enabling-links units/programs-present files/no-shell-scripts'),
  covered(
    '20',
    'units that protect are masked or gone',
    'units/audit-rules units/kexec-closed units/selinux-policy-files units/marks-successful-boot units/protection-starts',
  ),
  covered('21', 'a daemon runs in the domain of the system', 'selinux:labels/programs selinux:transitions/host-services selinux:access/unit-programs', {
    leftOut: ['gate-21/own-daemons'],
  }),
  covered(
    '22',
    'the SELinux policy was edited',
    `selinux:configuration/enforcing selinux:configuration/policy-there selinux:policy/loads selinux:policy/no-permissive selinux:policy/unknown-denied
     selinux:policy/modules-agree selinux:policy/neverallows-hold selinux:access/immutable-files selinux:access/manage-system selinux:access/api-socket`,
  ),
  covered(
    '23',
    'labels are missing or wrong',
    'selinux:labels/as-configured selinux:labels/none-missing selinux:labels/valid selinux:labels/not-for-containers selinux:labels/programs',
  ),
  covered(
    '24',
    'another kernel, or fragments of its configuration are lost',
    'kernel/config-selinux kernel/config-lockdown kernel/config-verity kernel/config-no-switches kernel/config-agrees kernel/one-release',
  ),
  covered('25', 'modules that nobody signed', 'kernel/module-signatures kernel/lockdown'),
  covered(
    '26',
    'a later file lowers kernel parameters',
    `sysctl/user-namespaces sysctl/unprivileged-bpf sysctl/kernel-pointers sysctl/kernel-log sysctl/ptrace-scope sysctl/bpf-jit
     kernel-hardening:sysctl/kernel-kexec-load-disabled`,
  ),
];

const BUILD: readonly CoveredRow[] = [
  covered('27', 'authorities of one’s own', 'trust/certificates trust/certificates-not-expired', { leftOut: ['gate-27/authorities'] }),
  covered('28', 'the release does not say what it is', 'release/identity release/clean-build release/boot-entry', { leftOut: ['gate-28/name'] }),
  covered('29', 'kits are old or were taken past the lock file', 'release/kubernetes-supported kernel/known-weaknesses', {
    leftOut: ['gate-29/sources', 'br-32/packages'],
  }),
  covered('30', 'banks are missing or have other sizes', 'disk/partition-plan boot/known-way', { leftOut: ['gate-30/sizes'] }),
  covered('31', 'the image was booted', 'disk/never-booted disk/data-unused private/only-boot-config'),
  covered(
    '32',
    'FIPS by half',
    `fips/boot-keys fips/kernel-mode fips/kernel-cryptography fips/self-tests fips/self-test-program fips/overlays fips/rust-programs fips/go-programs-mode
     fips/go-programs-twins fips/marker boot/kernel-hmac`,
  ),
  covered('33', 'a remix sends metrics to Bottlerocket', 'settings/metrics-of-a-remix'),
  covered('34', 'artifacts of different builds are published together', 'verity/data-intact verity/superblock-agrees release/artifacts-agree'),
  covered('35', 'mount units were edited', `mounts/no-setuid-no-devices mounts/no-programs mounts/etc-in-memory ${EVERY_CONTEXT}`),
  covered('36', 'a drop-in for all services', 'units/no-global-drop-ins'),
];

/** What builders outside of Bottlerocket change and get wrong (facts on the anatomy, section 12), by its numbers. */
export const gateCandidates: readonly CoveredRow[] = [...FILES_AND_BOOT, ...SETTINGS, ...SYSTEM, ...BUILD];
