import type { Verdict } from '@staticfire/findings';
import { labHardening } from './lab-hardening.ts';
import { everyKubelet } from './mutations/kubelet-rules.ts';

type Verdicts = Readonly<Record<string, Verdict>>;

const FIPS_RULES = [
  ...['boot-keys', 'checker-ids', 'entropy', 'go-module-intact', 'go-programs-mode', 'go-programs-twins', 'kernel-cryptography', 'kernel-mode'],
  ...['kernel-module-name', 'kubelet-suites', 'labels', 'marker', 'module-signing', 'modules-signed', 'one-library', 'overlays', 'rust-programs'],
  ...['self-test-modules', 'self-test-program', 'self-tests', 'update-keys'],
];
/** One verdict for every rule about FIPS images. */
export const fipsRules = (verdict: Verdict): Verdicts => Object.fromEntries(FIPS_RULES.map((name) => [`baseline:fips/${name}`, verdict]));

/** What stock images do not do, and benchmarks ask for (controls.md section 1): `FAIL on stock`. */
const STOCK: Verdicts = {
  'baseline:modules/udf': 'fail',
  'baseline:modules/sctp': 'fail',
  'baseline:sysctl/send-redirects': 'fail',
  'baseline:sysctl/accept-redirects': 'fail',
  'baseline:sysctl/secure-redirects': 'fail',
  'baseline:sysctl/log-martians': 'fail',
  // They ship no driver that nobody signed.
  'baseline:kernel/lockdown-drivers': 'not-applicable',
  // What the policy leaves to the kernel and to the mounts of containers (controls.md, SEL-41 and SEL-42).
  'selinux:access/left-to-the-kernel': 'fail',
  'selinux:access/runtime-sockets': 'fail',
  // Most are no FIPS images, whatever units they have.
  ...fipsRules('not-applicable'),
  // None is of ECS, none is a remix.
  'selinux:mounts/ecs': 'not-applicable',
  'baseline:containers/ecs-selinux': 'not-applicable',
  'baseline:services/docker-local': 'not-applicable',
  // No lab image loads a kernel for crash dumps.
  'baseline:units/kexec-order': 'not-applicable',
  'baseline:settings/ecs-no-privileged': 'not-applicable',
  'baseline:settings/metrics-of-a-remix': 'not-applicable',
  // Nobody signed the modules of lab kernels, and lockdown asks for signatures; those of real kernels are signed.
  'baseline:kernel/module-signatures': 'fail',
  // None has GPUs, and no lab image measures its boot.
  'baseline:settings/gpu-isolation': 'not-applicable',
  'baseline:units/measured-boot': 'not-applicable',
  // They are judged without.
  'baseline:secrets/none-in-user-data': 'not-applicable',
  // Each is a disk alone.
  'baseline:release/artifacts-agree': 'not-applicable',
  // kube-proxy runs as a pod (controls.md, CIS-K8S-4.1.3).
  'baseline:kubernetes/kube-proxy-mode': 'not-applicable',
  'baseline:kubernetes/kube-proxy-owner': 'not-applicable',
  // Units of lab images name programs of coreutils, which stock images have and lab images do not.
  'baseline:units/programs-present': 'fail',
};
/** A GRUB image has no UKI, and here it has Kubernetes: its drop-in is written with 0644 (CIS-K8S-4.1.1), and nodes sign in by AWS (CIS-K8S-4.2.10). */
const GRUB: Verdicts = {
  ...STOCK,
  'baseline:boot/uki-consistent': 'not-applicable',
  // Stock grub.cfg sets an empty list of superusers where Secure Boot is on (anatomy 5.4), that of the lab does not.
  'baseline:boot/menu-locked': 'fail',
  // Their storage is not encrypted.
  'baseline:storage/encryption-complete': 'not-applicable',
  'baseline:kubelet-modes/unit': 'fail',
  'baseline:kubernetes/client-certificate': 'not-applicable',
};
/** Before 2026 there are neither derived identifiers nor bills of materials; Kubernetes 1.30 has no seccomp profile by default. */
const CLASSIC: Verdicts = {
  ...GRUB,
  ...labHardening('classic'),
  'selinux:policy/container-levels': 'not-applicable',
  'selinux:transitions/forbidden': 'not-applicable',
  'selinux:access/runtime-objects': 'not-applicable',
  'baseline:release/derived-guids': 'not-applicable',
  'baseline:release/inventory-agrees': 'not-applicable',
  // Amazon EKS supported Kubernetes 1.30 until July 2026.
  'baseline:release/kubernetes-supported': 'fail',
  'baseline:settings/kubernetes-seccomp-default': 'not-applicable',
  'baseline:kubelet/seccomp-default': 'fail',
};
/** Audit rules are a package that these do not have. */
const NEW: Verdicts = { 'baseline:units/audit-rules': 'not-applicable', 'selinux:policy/container-ranges': 'not-applicable' };
const GRUB_2026: Verdicts = { ...GRUB, ...labHardening('2026'), ...NEW };
/** A UKI boots without a menu, and with keys that live for one boot PRIVATE has no boot configuration; there is one bank, and no Kubernetes. */
const UKI: Verdicts = {
  ...STOCK,
  ...everyKubelet('not-applicable'),
  ...labHardening('2026'),
  ...NEW,
  // There is no shim.
  'baseline:boot/sbat': 'not-applicable',
  // One bank is never updated in place.
  'baseline:updates/source': 'not-applicable',
  'baseline:updates/trusted-root': 'not-applicable',
  'baseline:updates/keys-apart': 'not-applicable',
  'baseline:updates/root-not-expired': 'not-applicable',
  'baseline:updates/locations': 'not-applicable',
  'baseline:updates/follows-latest': 'not-applicable',
  'baseline:boot/single-entry': 'not-applicable',
  'baseline:boot/menu-locked': 'not-applicable',
  'baseline:release/boot-entry': 'not-applicable',
  'baseline:boot/only-image-files': 'not-applicable',
  'baseline:boot/bootconfig-clean': 'not-applicable',
  // Nothing writes a configuration for containerd.
  'baseline:containers/selinux': 'not-applicable',
  'baseline:containers/no-new-privileges': 'not-applicable',
  'baseline:release/kubernetes-of-variant': 'not-applicable',
  'baseline:release/kubernetes-supported': 'not-applicable',
  'baseline:settings/container-capabilities': 'not-applicable',
  'baseline:settings/kubernetes-authentication': 'not-applicable',
  'baseline:settings/kubernetes-no-unsafe-sysctls': 'not-applicable',
  'baseline:settings/kubernetes-not-standalone': 'not-applicable',
  'baseline:settings/kubernetes-pids-limit': 'not-applicable',
  'baseline:settings/kubernetes-seccomp-default': 'not-applicable',
  'baseline:settings/kubernetes-server-certificate': 'not-applicable',
  'baseline:units/marks-successful-boot': 'not-applicable',
  'selinux:mounts/kubernetes-pki': 'not-applicable',
};

/** Go has a module of its own: no program of it is built twice. */
const FIPS: Verdicts = {
  ...fipsRules('pass'),
  'baseline:fips/go-programs-twins': 'not-applicable',
  // Modules are signed, and the lab's kernel has no keys to hold that against.
  'baseline:kernel/module-signatures': 'unknown',
  // The program that is built twice is no more than its texts.
  'baseline:programs/hardened': 'fail',
};

/** Modules and programs of Debian, with links to packages that are not there: its sysctl.d is stricter, and with two folders of modules no default is told that depends on the kernel's release. */
const DEBIAN: Verdicts = {
  // Debian builds its libraries with partial RELRO, and what its packages depend on is not all there.
  'baseline:programs/hardened': 'fail',
  'baseline:programs/libraries-present': 'fail',
  'baseline:files/links': 'fail',
  // su, sulogin and the configuration of PAM.
  'baseline:files/no-debug-tools': 'fail',
  // It has coreutils.
  'baseline:units/programs-present': 'pass',
  // Its systemd starts a login on the first console.
  'baseline:units/no-console-login': 'fail',
  'baseline:kernel/one-release': 'fail',
  'kernel-hardening:sysctl/fs-protected-regular': 'pass',
  'kernel-hardening:sysctl/vm-unprivileged-userfaultfd': 'unknown',
};
const DEBIAN_2026: Verdicts = {
  ...DEBIAN,
  'kernel-hardening:sysctl/dev-tty-legacy-tiocsti': 'unknown',
  'kernel-hardening:sysctl/kernel-io-uring-disabled': 'unknown',
  'kernel-hardening:sysctl/kernel-oops-limit': 'unknown',
  'kernel-hardening:sysctl/kernel-warn-limit': 'unknown',
};

/** One bank is never updated in place, and there is nothing to go back to. */
const ONE_BANK: Verdicts = {
  'baseline:updates/keys-apart': 'not-applicable',
  'baseline:updates/source': 'not-applicable',
  'baseline:updates/trusted-root': 'not-applicable',
  'baseline:updates/root-not-expired': 'not-applicable',
  'baseline:updates/locations': 'not-applicable',
  'baseline:updates/follows-latest': 'not-applicable',
  'baseline:units/marks-successful-boot': 'not-applicable',
};
/** Nodes sign in by certificates, that nobody renews and of which none is there before user data (anatomy 6.4, 6.5). */
const OWN_HARDWARE: Verdicts = {
  'baseline:settings/kubernetes-server-certificate': 'not-applicable',
  'baseline:kubernetes/client-certificate': 'fail',
  'baseline:kubernetes/serving-certificate': 'fail',
};

/** For each lab image, every rule that does not pass on it. */
export const labVerdicts = {
  demo: CLASSIC,
  'k8s-1.26': CLASSIC,
  // Debian's modules have one that is weak in 6.1.112; in 2026 the defaults deny it.
  large: { ...CLASSIC, ...DEBIAN, 'baseline:kernel/known-weaknesses': 'fail' },
  'k8s-2026': GRUB_2026,
  'fips-2026': { ...GRUB_2026, ...FIPS },
  // Its drivers are not signed, so its default is none, and its kernel takes every module.
  'nvidia-2026': {
    ...GRUB_2026,
    'baseline:kernel/lockdown': 'not-applicable',
    'baseline:kernel/lockdown-drivers': 'fail',
    'baseline:kernel/module-signatures': 'pass',
    'baseline:settings/gpu-isolation': 'pass',
  },
  'k8s-2026-arm': { ...GRUB, ...labHardening('2026-arm'), ...NEW },
  'uki-2026': UKI,
  'uki-boot-2026': { ...UKI, 'baseline:boot/sbat': 'pass' },
  'uki-fips-2026': { ...UKI, ...FIPS, 'baseline:fips/kubelet-suites': 'not-applicable' },
  'large-erofs': { ...GRUB_2026, ...DEBIAN_2026 },
  'demo-2026': GRUB_2026,
  'demo-uki': UKI,
  'one-bank': { ...CLASSIC, ...ONE_BANK },
  unified: CLASSIC,
  'unified-xfs': CLASSIC,
  metal: { ...CLASSIC, ...OWN_HARDWARE },
  vmware: { ...CLASSIC, ...OWN_HARDWARE },
} as const satisfies Readonly<Record<string, Verdicts>>;
