import type { Verdict } from '@staticfire/findings';
import type { ImageRecipe } from '../lab/recipe.ts';
import { file } from '../lab/tree.ts';
import { hardeningIds, type LabKernel, labHardeningRows, named } from '../lab-hardening.ts';
import { hardenedOptions, softenedOptions } from '../stock-kernel/hardening-options.ts';
import { addFiles, addKernelParameter, both, type Change } from './change.ts';
import { changeKernel, editKernelConfig } from './change-2026.ts';
import { HARDENED_SYSCTLS, SOFTENED_SYSCTLS } from './hardening-sysctls.ts';
import { HARDENED_WORDS, SOFTENED_WORDS } from './hardening-words.ts';
import type { Mutation } from './mutation.ts';

type Verdicts = Readonly<Record<string, Verdict>>;
type Options = Readonly<Record<string, string>>;

/** The kernel's configuration, inside of it and on BOOT, with options set otherwise; n is off. */
function setOptions(options: Options): Change {
  const edit = (config: string) => {
    const kept = config.split('\n').filter((line) => !Object.hasOwn(options, /CONFIG_(\w+)/.exec(line)?.[1] ?? ''));
    const set = Object.entries(options).map(([name, value]) => (value === 'n' ? `# CONFIG_${name} is not set` : `CONFIG_${name}=${quoted(value)}`));
    return `${[...kept.filter((line) => line !== ''), ...set].join('\n')}\n`;
  };
  const inside: Change = (base: ImageRecipe) => (base.kernel instanceof Uint8Array ? base : changeKernel({ config: edit(base.kernel.config) })(base));
  return both(inside, editKernelConfig(edit));
}

function quoted(value: string): string {
  return /^[a-z,]{2,}$/.test(value) ? `"${value}"` : value;
}

const addWords = (words: readonly string[]): Change => words.map(addKernelParameter).reduce(both);
const setSysctls = (lines: string): Change => addFiles(file('usr/lib/sysctl.d/99-hardening.conf', `${lines}\n`));

/** Rows of some tables with one verdict on the base, turned into another. */
function turned(kernel: LabKernel, tables: RegExp, from: Verdict, to: Verdict): Verdicts {
  return Object.fromEntries(Object.entries(labHardeningRows(kernel)).flatMap(([row, verdict]) => (tables.test(row) && verdict === from ? [[row, to]] : [])));
}

const CONFIG = /^(config|lsm|combined)\//;
const CMDLINE = /^cmdline\//;
const SYSCTL = /^sysctl\//;

/** Defaults of the command line and of sysctls that stand by the configuration; without Yama and SYN cookies there are no such sysctls. */
const DEFAULTS_GONE: Verdicts = {
  ...named('fail', 'cmdline/iommu-passthrough cmdline/randomize-kstack-offset cmdline/slab-common-usercopy-fallback'),
  ...named('fail', 'sysctl/dev-tty-ldisc-autoload sysctl/dev-tty-legacy-tiocsti sysctl/kernel-randomize-va-space'),
  ...named('unknown', 'sysctl/kernel-yama-ptrace-scope sysctl/net-ipv4-tcp-syncookies'),
};
const DEFAULTS_GONE_X86 = { ...DEFAULTS_GONE, ...named('fail', 'cmdline/tsx cmdline/vdso32 sysctl/vm-mmap-min-addr-x86') };
const DEFAULTS_GONE_ARM = { ...DEFAULTS_GONE, ...named('fail', 'cmdline/rodata-arm') };

/** Words that are not needed where the kernel is built so, and sysctls of what is not built. */
const DEFAULTS_SET = named(
  'pass',
  `cmdline/bdev-allow-write-mounted cmdline/debugfs cmdline/efi-disable-early-pci-dma cmdline/hardened-usercopy cmdline/init-on-alloc cmdline/init-on-free
   cmdline/kfence-sample-interval cmdline/lockdown cmdline/module-sig-enforce cmdline/proc-mem-force-override cmdline/slab-nomerge
   sysctl/kernel-io-uring-disabled sysctl/kernel-modules-disabled sysctl/kernel-sysrq sysctl/vm-mmap-rnd-bits sysctl/vm-mmap-rnd-compat-bits`,
);
const DEFAULTS_SET_X86 = { ...DEFAULTS_SET, ...named('pass', 'cmdline/ia32-emulation cmdline/intel-iommu cmdline/iommu-strict-x86 cmdline/vsyscall') };
const DEFAULTS_SET_ARM = { ...DEFAULTS_SET, ...named('pass', 'cmdline/iommu-strict-arm sysctl/vm-mmap-min-addr-arm') };

/** Kernel 5.10: these are newer. */
const NEWER = named(
  'not-applicable',
  `cmdline/bdev-allow-write-mounted cmdline/cfi cmdline/hardened-usercopy cmdline/hash-pointers cmdline/ia32-emulation cmdline/iommu-strict-x86
   cmdline/kfence-sample-interval cmdline/proc-mem-force-override cmdline/randomize-kstack-offset config/blk-dev-ublk config/blk-dev-write-mounted
   config/bpf-unpriv-default-off config/cachestat-syscall config/cfi-auto-default config/cfi-clang config/cfi-permissive config/cpu-mitigations
   config/crash-dm-crypt config/debug-closures config/hardened-usercopy-default-on config/iommu-default-dma-lazy-x86 config/iommu-default-dma-strict-x86
   config/kfence config/kfence-sample-interval config/legacy-tiocsti config/mitigation-call-depth-tracking config/mitigation-gds config/mitigation-l1tf
   config/mitigation-mds config/mitigation-mmio-stale-data config/mitigation-retbleed config/mitigation-rfds config/mitigation-sls
   config/mitigation-spectre-bhi config/mitigation-spectre-v1 config/mitigation-spectre-v2 config/mitigation-srbds config/mitigation-ssb
   config/mitigation-taa config/page-table-check config/page-table-check-enforced config/proc-mem-no-force config/random-kmalloc-caches
   config/randomize-kstack-offset-default config/sched-core config/security-landlock config/security-selinux-debug config/slab-buckets
   config/werror-x86 config/x86-kernel-ibt config/x86-user-shadow-stack config/xfs-online-scrub-stats config/zero-call-used-regs lsm/landlock
   sysctl/dev-tty-legacy-tiocsti sysctl/kernel-io-uring-disabled sysctl/kernel-oops-limit sysctl/kernel-warn-limit`,
);
/** Kernel 5.10: these went away later. */
const STILL_THERE = named(
  'fail',
  `cmdline/hardened-usercopy-before-614 config/acpi-custom-method config/amd-iommu-v2 config/binfmt-aout config/debug-credentials config/devkmem
   config/hardened-usercopy-fallback config/hardened-usercopy-pagespan config/ip-dccp config/security-selinux-disable config/security-writable-hooks
   config/ubsan-sanitize-all config/x86-smap`,
);

/** What the baseline says of such kernels. */
const SOFT_KERNEL: Verdicts = {
  'baseline:kernel/config-lockdown': 'fail',
  'baseline:kernel/config-no-switches': 'fail',
  'baseline:kernel/config-selinux': 'fail',
  'baseline:kernel/lockdown': 'fail',
  'baseline:kernel/module-signatures': 'pass',
  'baseline:sysctl/address-randomisation': 'fail',
  'baseline:sysctl/ptrace-scope': 'unknown',
  'baseline:sysctl/syn-cookies': 'unknown',
};
const NO_BPF: Verdicts = { 'baseline:sysctl/unprivileged-bpf': 'unknown' };
const SOFT_WORDS: Verdicts = { 'baseline:boot/no-weakening': 'fail', 'baseline:sysctl/address-randomisation': 'fail' };
const SOFT_SYSCTLS: Verdicts = Object.fromEntries(
  [
    ...['address-randomisation', 'bogus-errors', 'bpf-jit', 'broadcast-pings', 'kernel-log', 'kernel-pointers', 'ptrace-scope', 'setuid-dumps'],
    ...['source-routes', 'syn-cookies', 'unprivileged-bpf', 'user-namespaces'],
  ].map((row) => [`baseline:sysctl/${row}`, 'fail']),
);
/** norandmaps is a word that decides a sysctl. */
const NO_RANDOM_MAPS = named('fail', 'sysctl/kernel-randomize-va-space');

export const hardeningMutations: readonly Mutation[] = [
  {
    name: 'hardening: a kernel built with nothing of it',
    base: 'demo-2026',
    change: setOptions(softenedOptions()),
    expect: { ...hardeningIds({ ...turned('2026', CONFIG, 'pass', 'fail'), ...DEFAULTS_GONE_X86 }), ...SOFT_KERNEL },
  },
  {
    name: 'hardening: a kernel built with all of it',
    base: 'demo-2026',
    change: setOptions(hardenedOptions(['32', '16'])),
    expect: { ...hardeningIds({ ...turned('2026', CONFIG, 'fail', 'pass'), ...DEFAULTS_SET_X86 }), ...NO_BPF },
  },
  {
    name: 'hardening: a kernel 5.10 built with nothing of it',
    base: 'demo-2026',
    change: both(setOptions(softenedOptions()), changeKernel({ version: '5.10.230' })),
    expect: {
      ...hardeningIds({ ...turned('2026', CONFIG, 'pass', 'fail'), ...DEFAULTS_GONE_X86, ...NEWER, ...STILL_THERE }),
      ...SOFT_KERNEL,
      'baseline:kernel/one-release': 'fail',
      'baseline:kernel/known-weaknesses': 'fail',
    },
  },
  {
    name: 'hardening: an ARM kernel built with nothing of it',
    base: 'k8s-2026-arm',
    change: setOptions(softenedOptions()),
    expect: { ...hardeningIds({ ...turned('2026-arm', CONFIG, 'pass', 'fail'), ...DEFAULTS_GONE_ARM }), ...SOFT_KERNEL },
  },
  {
    name: 'hardening: an ARM kernel built with all of it',
    base: 'k8s-2026-arm',
    change: setOptions(hardenedOptions(['33', '16'])),
    expect: { ...hardeningIds({ ...turned('2026-arm', CONFIG, 'fail', 'pass'), ...DEFAULTS_SET_ARM }), ...NO_BPF },
  },
  {
    name: 'hardening: every word that takes protection away',
    base: 'demo-2026',
    change: addWords(SOFTENED_WORDS),
    expect: { ...hardeningIds({ ...turned('2026', CMDLINE, 'pass', 'fail'), ...NO_RANDOM_MAPS }), ...SOFT_WORDS },
  },
  {
    name: 'hardening: every word that gives protection',
    base: 'demo-2026',
    change: addWords(HARDENED_WORDS),
    expect: hardeningIds(turned('2026', CMDLINE, 'fail', 'pass')),
  },
  {
    name: 'hardening: every word that takes protection away, on ARM',
    base: 'k8s-2026-arm',
    change: addWords(SOFTENED_WORDS),
    expect: { ...hardeningIds({ ...turned('2026-arm', CMDLINE, 'pass', 'fail'), ...NO_RANDOM_MAPS }), ...SOFT_WORDS },
  },
  {
    name: 'hardening: every sysctl that takes protection away',
    base: 'demo-2026',
    change: setSysctls(SOFTENED_SYSCTLS),
    expect: { ...hardeningIds(turned('2026', SYSCTL, 'pass', 'fail')), ...SOFT_SYSCTLS },
  },
  {
    name: 'hardening: every sysctl that gives protection',
    base: 'demo-2026',
    change: setSysctls(HARDENED_SYSCTLS),
    expect: { ...hardeningIds(turned('2026', SYSCTL, 'fail', 'pass')), 'baseline:sysctl/accept-redirects': 'pass' },
  },
];
