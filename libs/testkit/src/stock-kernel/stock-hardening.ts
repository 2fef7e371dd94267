import type { Verdict } from '@staticfire/findings';

// Facts: what each row says of a stock 6.12 image of AWS, on x86_64 and on aarch64: P passes, F fails, N does not apply. Taken from the `stock_6_12` of
// controls/kspp.json, and for sysctls from controls.md section 6.3, before any rule was run.
const EXPECTED = `
  cmdline/amd-iommu PN, cmdline/arm64-nobti PP, cmdline/arm64-nogcs PP, cmdline/arm64-nomte PP, cmdline/arm64-nopauth PP,
  cmdline/bdev-allow-write-mounted FF, cmdline/cfi FN, cmdline/clearcpuid PP, cmdline/debugfs FF, cmdline/dis-ucode-ldr PP,
  cmdline/efi-disable-early-pci-dma FF, cmdline/gather-data-sampling FN, cmdline/hardened-usercopy NN, cmdline/hardened-usercopy-before-614 PP,
  cmdline/hash-pointers FF, cmdline/ia32-emulation FN, cmdline/indirect-target-selection FN, cmdline/init-on-alloc FF, cmdline/init-on-free FF,
  cmdline/intel-iommu FN, cmdline/iommu FN, cmdline/iommu-passthrough PP, cmdline/iommu-strict-arm NF, cmdline/iommu-strict-x86 FN,
  cmdline/kfence-sample-interval FF, cmdline/kpti NP, cmdline/l1tf FN, cmdline/lockdown FF, cmdline/mds FN, cmdline/mitigations-arm NP,
  cmdline/mitigations-x86 FN, cmdline/mmio-stale-data FN, cmdline/module-sig-enforce FF, cmdline/no-hash-pointers PP, cmdline/nokaslr PP,
  cmdline/nopti PP, cmdline/norandmaps PP, cmdline/nosmap PP, cmdline/nosmep PP, cmdline/nosmt FF, cmdline/nospec-store-bypass-disable PP,
  cmdline/nospectre-bhb PP, cmdline/nospectre-v1 PP, cmdline/nospectre-v2 PP, cmdline/page-alloc-shuffle FF, cmdline/proc-mem-force-override FF,
  cmdline/pti FN, cmdline/randomize-kstack-offset PP, cmdline/reg-file-data-sampling FN, cmdline/retbleed FN, cmdline/rodata-arm NP,
  cmdline/rodata-x86 PN, cmdline/setcpuid PP, cmdline/slab-common-usercopy-fallback PP, cmdline/slab-merge PP, cmdline/slab-nomerge FF,
  cmdline/slub-merge PP, cmdline/spec-rstack-overflow FN, cmdline/spec-store-bypass-disable FN, cmdline/spectre-bhi FN, cmdline/spectre-v2 FN,
  cmdline/spectre-v2-user FN, cmdline/srbds FN, cmdline/ssbd NP, cmdline/sysrq-always-enabled PP, cmdline/tsa FN, cmdline/tsx PN,
  cmdline/tsx-async-abort FN, cmdline/vdso32 PN, cmdline/vmscape FN, cmdline/vsyscall FN, combined/notifier-chains FF, config/acpi-configfs PP,
  config/acpi-custom-method NN, config/acpi-table-upgrade FF, config/aio FF, config/amd-iommu PN, config/amd-iommu-v2 NN,
  config/arch-mmap-rnd-bits FF, config/arch-mmap-rnd-compat-bits FF, config/arm-ptdump-debugfs PP, config/arm-smmu NP,
  config/arm-smmu-disable-bypass-by-default NP, config/arm-smmu-v3 NP, config/arm64-bti NP, config/arm64-bti-kernel NF, config/arm64-e0pd NP,
  config/arm64-epan NP, config/arm64-gcs NN, config/arm64-mte NP, config/arm64-pan NP, config/arm64-ptr-auth NP, config/arm64-ptr-auth-kernel NP,
  config/arm64-sw-ttbr0-pan NP, config/bcache-closures-debug PP, config/binfmt-aout NN, config/binfmt-misc FF, config/blk-dev-fd PP,
  config/blk-dev-fd-rawcmd PP, config/blk-dev-io-trace FF, config/blk-dev-ublk PP, config/blk-dev-write-mounted FF, config/bpf-syscall FF,
  config/bpf-unpriv-default-off PP, config/bug PP, config/bug-on-data-corruption PP, config/cachestat-syscall FF, config/cfi-auto-default NN,
  config/cfi-clang FF, config/cfi-permissive FF, config/checkpoint-restore FF, config/compat FF, config/compat-brk PP, config/compat-vdso PN,
  config/coredump FF, config/coresight PP, config/cpu-mitigations PP, config/crash-dm-crypt NN, config/crash-dump FF, config/crypto-user-api FF,
  config/crypto-user-api-aead FF, config/crypto-user-api-enable-obsolete FF, config/crypto-user-api-hash FF, config/crypto-user-api-rng FF,
  config/crypto-user-api-rng-cavp PP, config/crypto-user-api-skcipher FF, config/debug-closures PP, config/debug-credentials NN, config/debug-fs FF,
  config/debug-kmemleak PP, config/debug-sg FF, config/debug-virtual FF, config/debug-wx-arm NF, config/debug-wx-x86 FN,
  config/default-mmap-min-addr-arm NF, config/default-mmap-min-addr-x86 PN, config/devkmem NN, config/devmem PP, config/devport PP,
  config/drm-i915-debug PP, config/drm-legacy PP, config/dvb-c8sectpfe PP, config/edac-debug PP, config/efi-custom-ssdt-overlays FP,
  config/efi-disable-pci-dma FF, config/efi-test PP, config/enable-default-tracers PP, config/fail-futex PP, config/fault-injection PP, config/fb FF,
  config/fortify-source PP, config/ftrace FF, config/function-tracer FF, config/gcc-plugin-latent-entropy FF, config/generic-tracer FF,
  config/hardened-usercopy PP, config/hardened-usercopy-default-on NN, config/hardened-usercopy-fallback NN, config/hardened-usercopy-pagespan NN,
  config/hibernation PP, config/hist-triggers PP, config/hw-random-tpm-arm NF, config/hw-random-tpm-x86 FN, config/hwpoison-inject FF,
  config/ia32-emulation FP, config/inet-diag FF, config/init-on-alloc-default-on FF, config/init-on-free-default-on FF,
  config/init-stack-all-zero FF, config/input-evbug PP, config/intel-iommu PN, config/intel-iommu-default-on FN, config/intel-iommu-svm FN,
  config/io-strict-devmem PP, config/io-uring FF, config/iommu-default-dma-lazy-arm NF, config/iommu-default-dma-lazy-x86 FN,
  config/iommu-default-dma-strict-arm NF, config/iommu-default-dma-strict-x86 FN, config/iommu-default-passthrough PP, config/iommu-support PP,
  config/ip-dccp PP, config/ip-sctp FF, config/kallsyms FF, config/kasan-hw-tags NF, config/kcmp FF, config/kcov PP, config/kexec FP,
  config/kexec-file FF, config/kfence FF, config/kfence-sample-interval FF, config/kgdb PP, config/kprobe-events FF, config/kprobes FF,
  config/ksm PP, config/kstack-erase FF, config/kstack-erase-metrics FF, config/kstack-erase-runtime-disable FF, config/latencytop FF,
  config/ldisc-autoload PP, config/legacy-ptys PP, config/legacy-tiocsti PP, config/list-hardened PP, config/livepatch PP, config/lkdtm PP,
  config/lock-down-kernel-force-confidentiality FF, config/lsm-mmap-min-addr-arm NF, config/lsm-mmap-min-addr-x86 PN, config/m486 PP,
  config/magic-sysrq FF, config/magic-sysrq-serial FF, config/mem-soft-dirty FP, config/microcode PN, config/microcode-amd PN,
  config/microcode-intel PN, config/mitigate-spectre-branch-history NP, config/mitigation-call-depth-tracking PN, config/mitigation-gds PN,
  config/mitigation-ibpb-entry PN, config/mitigation-ibrs-entry PN, config/mitigation-its PN, config/mitigation-l1tf PN, config/mitigation-mds PN,
  config/mitigation-mmio-stale-data PN, config/mitigation-page-table-isolation PN, config/mitigation-retbleed PN, config/mitigation-rethunk PN,
  config/mitigation-retpoline PN, config/mitigation-rfds PN, config/mitigation-sls FN, config/mitigation-spectre-bhi PN,
  config/mitigation-spectre-v1 PN, config/mitigation-spectre-v2 PN, config/mitigation-srbds PN, config/mitigation-srso PN, config/mitigation-ssb PN,
  config/mitigation-taa PN, config/mitigation-tsa PN, config/mitigation-unret-entry PN, config/mitigation-vmscape PN, config/mmiotrace PP,
  config/mmiotrace-test PP, config/modify-ldt-syscall PP, config/module-force-load FF, config/module-sig PP, config/module-sig-all PP,
  config/module-sig-force FF, config/module-sig-sha512 PP, config/modules FF, config/mptcp FF, config/mtd-phram PP, config/mtd-slram PP,
  config/n-gsm PP, config/notifier-error-injection PP, config/nouveau-legacy-ctx-support PP, config/oabi-compat PP, config/page-table-check FF,
  config/page-table-check-enforced FF, config/preemptirq-tracepoints PP, config/proc-kcore FF, config/proc-mem-no-force FF,
  config/proc-page-monitor FF, config/proc-vmcore FF, config/prove-locking PP, config/provide-ohci1394-dma-init PP, config/ptdump-debugfs PP,
  config/punit-atom-debug PP, config/random-kmalloc-caches FF, config/randomize-base PP, config/randomize-kstack-offset-default PP,
  config/randomize-memory PN, config/randomize-module-region-full NP, config/randstruct-full FF, config/reset-attack-mitigation FF,
  config/rodata-full-default-enabled NP, config/rseq FF, config/sched-core PF, config/sched-stack-end-check PP, config/seccomp PP,
  config/seccomp-cache-debug PP, config/seccomp-filter PP, config/security PP, config/security-dmesg-restrict PP, config/security-landlock PP,
  config/security-lockdown-lsm PP, config/security-lockdown-lsm-early PP, config/security-selinux PP, config/security-selinux-bootparam PP,
  config/security-selinux-debug PP, config/security-selinux-develop PP, config/security-selinux-disable NN, config/security-writable-hooks NN,
  config/security-yama PP, config/shadow-call-stack NF, config/shuffle-page-allocator PP, config/slab-buckets PP, config/slab-freelist-hardened PP,
  config/slab-freelist-random PP, config/slab-merge-default FF, config/slub-debug PP, config/smb-server PP, config/stack-tracer FF,
  config/stackprotector PP, config/stackprotector-per-task NP, config/stackprotector-strong PP, config/staging FF, config/static-usermodehelper FF,
  config/strict-devmem PP, config/strict-kernel-rwx PP, config/strict-module-rwx PP, config/sunrpc-debug FF, config/syn-cookies-arm NP,
  config/syn-cookies-x86 PN, config/test-debug-virtual PP, config/thread-info-in-task PP, config/tipc PP, config/tls FF, config/trim-unused-ksyms FF,
  config/ubsan-bounds FF, config/ubsan-local-bounds FF, config/ubsan-sanitize-all NN, config/ubsan-trap FF, config/unmap-kernel-at-el0 NP,
  config/uprobe-events FF, config/uselib PP, config/user-ns FF, config/userfaultfd FF, config/video-vivid PP, config/vmap-stack PP, config/vt FF,
  config/werror-arm NF, config/werror-x86 FN, config/x86-16bit PP, config/x86-cpuid FP, config/x86-intel-tsx-mode-off PN, config/x86-iopl-ioperm PP,
  config/x86-kernel-ibt FN, config/x86-mce PN, config/x86-mce-amd PN, config/x86-mce-intel PN, config/x86-msr FP, config/x86-smap NN,
  config/x86-umip PN, config/x86-user-shadow-stack FN, config/x86-vsyscall-emulation FP, config/x86-x32 PP, config/x86-x32-abi PP,
  config/xfs-online-scrub-stats PP, config/xfs-support-v4 FF, config/zero-call-used-regs FF, config/zsmalloc-stat FF, lsm/landlock PP,
  lsm/lockdown PP, lsm/selinux PP, lsm/yama PP, sysctl/dev-tty-ldisc-autoload PP, sysctl/dev-tty-legacy-tiocsti PP, sysctl/fs-protected-fifos FF,
  sysctl/fs-protected-hardlinks PP, sysctl/fs-protected-regular FF, sysctl/fs-protected-symlinks PP, sysctl/fs-suid-dumpable PP,
  sysctl/kernel-dmesg-restrict PP, sysctl/kernel-io-uring-disabled FF, sysctl/kernel-kexec-load-disabled PP, sysctl/kernel-kptr-restrict FF,
  sysctl/kernel-modules-disabled FF, sysctl/kernel-oops-limit FF, sysctl/kernel-perf-event-paranoid FF, sysctl/kernel-randomize-va-space PP,
  sysctl/kernel-sysrq FF, sysctl/kernel-unprivileged-bpf-disabled PP, sysctl/kernel-warn-limit FF, sysctl/kernel-yama-ptrace-scope FF,
  sysctl/net-core-bpf-jit-harden PP, sysctl/net-ipv4-conf-all-accept-redirects PP, sysctl/net-ipv4-conf-all-accept-source-route PP,
  sysctl/net-ipv4-conf-default-accept-redirects FF, sysctl/net-ipv4-conf-default-accept-source-route PP,
  sysctl/net-ipv4-icmp-echo-ignore-broadcasts PP, sysctl/net-ipv4-icmp-ignore-bogus-error-responses PP, sysctl/net-ipv4-tcp-syncookies PP,
  sysctl/net-ipv6-conf-all-accept-ra FF, sysctl/net-ipv6-conf-all-accept-redirects FF, sysctl/net-ipv6-conf-all-accept-source-route PP,
  sysctl/net-ipv6-conf-default-accept-ra FF, sysctl/net-ipv6-conf-default-accept-redirects FF, sysctl/net-ipv6-conf-default-accept-source-route PP,
  sysctl/user-max-user-namespaces PP, sysctl/vm-mmap-min-addr-arm NF, sysctl/vm-mmap-min-addr-x86 PN, sysctl/vm-mmap-rnd-bits FF,
  sysctl/vm-mmap-rnd-compat-bits FF, sysctl/vm-unprivileged-userfaultfd PP
`;

interface Difference {
  readonly rule: string;
  readonly x86_64: Verdict;
  readonly aarch64: Verdict;
  readonly reason: string;
}

const ONE_FINDING =
  'the source fails each of these words where mitigations=auto,nosmt is missing; auto is the default, and cmdline/mitigations-x86 tells of the rest once';
const MITIGATIONS = [
  'gather-data-sampling',
  'indirect-target-selection',
  'l1tf',
  'mds',
  'mmio-stale-data',
  'reg-file-data-sampling',
  'retbleed',
  'spec-rstack-overflow',
  'spec-store-bypass-disable',
  'spectre-bhi',
  'spectre-v2',
  'spectre-v2-user',
  'srbds',
  'tsa',
  'tsx-async-abort',
  'vmscape',
];

/** Where our verdict is another one than the source's, and why. */
export const stockDifferences: readonly Difference[] = [
  ...MITIGATIONS.map((name): Difference => ({ rule: `cmdline/${name}`, x86_64: 'pass', aarch64: 'not-applicable', reason: ONE_FINDING })),
  { rule: 'cmdline/hash-pointers', x86_64: 'not-applicable', aarch64: 'not-applicable', reason: 'the word came with 6.17; the source fails older kernels' },
];

const VERDICTS: Readonly<Record<string, Verdict>> = { P: 'pass', F: 'fail', N: 'not-applicable' };

/** By `table/row` of the pack kernel-hardening, what the source says of stock images. */
export function stockHardening(arch: 'x86_64' | 'aarch64'): Readonly<Record<string, Verdict>> {
  const rows = EXPECTED.trim()
    .split(/,\s*/)
    .map((row) => row.split(' ') as [string, string]);
  return Object.fromEntries(rows.map(([rule, letters]) => [rule, VERDICTS[letters[arch === 'x86_64' ? 0 : 1]!]!]));
}
