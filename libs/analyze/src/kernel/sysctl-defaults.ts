import { isSince, isUnknown, type KernelKnowledge, lastWord, type Unknown } from './kernel-knowledge.ts';

/** What a parameter is before anything is written to it; `missing`: this kernel has none of that name. */
export type SysctlDefault = string | Unknown | { readonly missing: string };

type Rule = string | ((kernel: KernelKnowledge) => SysctlDefault);

/** Stable kernels that got the oops and warn limits of 6.2. */
const OOPS_LIMIT_BRANCHES = { '5.10': 166, '5.15': 91, '6.1': 9 };

/**
 * Kernel parameters whose first value is known, as Linux 5.10 to 6.18 compiles them in. Sources: net/ipv4/devinet.c (`ipv4_devconf`, `ipv4_devconf_dflt`),
 * net/ipv6/addrconf.c, net/ipv4/icmp.c, kernel/sysctl.c, kernel/panic.c, fs/namei.c, mm/mmap.c, drivers/tty, security/yama, kernel/bpf/syscall.c.
 */
const rules: Readonly<Record<string, Rule>> = {
  'crypto.fips_enabled': (kernel) => withOption(kernel, 'CRYPTO_FIPS', () => fromWord(kernel, 'fips', (word) => (word === '1' ? '1' : '0'))),
  'dev.tty.ldisc_autoload': (kernel) => byOption(kernel, 'LDISC_AUTOLOAD', '1', '0'),
  'dev.tty.legacy_tiocsti': (kernel) => since(kernel, [6, 2], {}, () => byOption(kernel, 'LEGACY_TIOCSTI', '1', '0')),
  'fs.protected_fifos': '0',
  'fs.protected_hardlinks': '0',
  'fs.protected_regular': '0',
  'fs.protected_symlinks': '0',
  'fs.suid_dumpable': '0',
  'kernel.apparmor_restrict_unprivileged_unconfined': (kernel) => withOption(kernel, 'SECURITY_APPARMOR', () => since(kernel, [6, 7], {}, () => '0')),
  'kernel.core_uses_pid': '0',
  'kernel.dmesg_restrict': (kernel) => byOption(kernel, 'SECURITY_DMESG_RESTRICT', '1', '0'),
  'kernel.io_uring_disabled': (kernel) => withOption(kernel, 'IO_URING', () => since(kernel, [6, 6], {}, () => '0')),
  'kernel.kexec_load_disabled': '0',
  'kernel.kptr_restrict': '0',
  'kernel.modules_disabled': (kernel) => withOption(kernel, 'MODULES', () => '0'),
  'kernel.oops_limit': (kernel) => since(kernel, [6, 2], OOPS_LIMIT_BRANCHES, () => '10000'),
  'kernel.panic': (kernel) => fromWord(kernel, 'panic', (word) => numberOf(word) ?? numberOption(kernel, 'PANIC_TIMEOUT')),
  'kernel.panic_on_oops': (kernel) => fromWord(kernel, 'oops', (word) => (word === 'panic' ? '1' : numberOption(kernel, 'PANIC_ON_OOPS_VALUE')), 'early'),
  'kernel.perf_event_paranoid': '2',
  'kernel.randomize_va_space': (kernel) => fromWord(kernel, 'norandmaps', (word) => (word === undefined ? byOption(kernel, 'COMPAT_BRK', '1', '2') : '0')),
  'kernel.sysrq': (kernel) => withOption(kernel, 'MAGIC_SYSRQ', () => numberOption(kernel, 'MAGIC_SYSRQ_DEFAULT_ENABLE')),
  'kernel.unprivileged_bpf_disabled': (kernel) => withOption(kernel, 'BPF_SYSCALL', () => byOption(kernel, 'BPF_UNPRIV_DEFAULT_OFF', '2', '0')),
  'kernel.unprivileged_userns_clone': () => ({ missing: 'only kernels of Debian and those made from them have it' }),
  'kernel.warn_limit': (kernel) => since(kernel, [6, 2], OOPS_LIMIT_BRANCHES, () => '0'),
  'kernel.yama.ptrace_scope': (kernel) => withOption(kernel, 'SECURITY_YAMA', () => '1'),
  'net.core.bpf_jit_harden': (kernel) => withOption(kernel, 'BPF_JIT', () => '0'),
  ...perPlace('net.ipv4.conf', ['all', 'default'], { send_redirects: '1', accept_redirects: '1', secure_redirects: '1', log_martians: '0' }),
  ...perPlace('net.ipv4.conf', ['all', 'default'], { forwarding: '0', route_localnet: '0', rp_filter: '0', promote_secondaries: '0' }),
  'net.ipv4.conf.all.accept_source_route': '0',
  'net.ipv4.conf.default.accept_source_route': '1',
  'net.ipv4.conf.lo.rp_filter': '0',
  'net.ipv4.icmp_echo_ignore_broadcasts': '1',
  'net.ipv4.icmp_ignore_bogus_error_responses': '1',
  'net.ipv4.ip_forward': '0',
  'net.ipv4.tcp_syncookies': (kernel) => withOption(kernel, 'SYN_COOKIES', () => '1'),
  ...perPlace('net.ipv6.conf', ['all', 'default'], { accept_redirects: '1', accept_source_route: '0', accept_ra: '1', forwarding: '0' }),
  'user.max_user_namespaces': () => ({ unknown: 'it is half of the threads that fit in memory, and not 0' }),
  'vm.mmap_min_addr': (kernel) => numberOption(kernel, 'DEFAULT_MMAP_MIN_ADDR'),
  'vm.mmap_rnd_bits': (kernel) => numberOption(kernel, 'ARCH_MMAP_RND_BITS'),
  'vm.mmap_rnd_compat_bits': (kernel) => numberOption(kernel, 'ARCH_MMAP_RND_COMPAT_BITS'),
  'vm.overcommit_memory': '0',
  'vm.unprivileged_userfaultfd': (kernel) => withOption(kernel, 'USERFAULTFD', () => bySince(kernel, [5, 11], '0', '1')),
};

/** Every parameter whose default is known; all of them hold one number. */
export const sysctlDefaults: ReadonlyMap<string, (kernel: KernelKnowledge) => SysctlDefault> = new Map(
  Object.entries(rules).map(([key, rule]) => [key, typeof rule === 'string' ? () => rule : rule]),
);

function perPlace(prefix: string, places: readonly string[], values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(places.flatMap((place) => Object.entries(values).map(([name, value]) => [`${prefix}.${place}.${name}`, value])));
}

function byOption(kernel: KernelKnowledge, name: string, on: string, off: string): SysctlDefault {
  const value = kernel.option(name);
  return isUnknown(value) ? value : value === 'y' ? on : off;
}

function withOption(kernel: KernelKnowledge, name: string, then: () => SysctlDefault): SysctlDefault {
  const value = kernel.option(name);
  return isUnknown(value) ? value : value === 'n' ? { missing: `CONFIG_${name} is not set` } : then();
}

function numberOption(kernel: KernelKnowledge, name: string): SysctlDefault {
  const value = kernel.option(name);
  return isUnknown(value) ? value : (numberOf(value) ?? { unknown: `the kernel's configuration does not name CONFIG_${name}` });
}

/** Decimal digits of a number as Kconfig and the kernel write it. */
function numberOf(text: string | undefined): string | undefined {
  return text !== undefined && /^-?(?:0x[0-9a-f]{1,8}|[0-9]{1,15})$/i.test(text) ? String(Number(text)) : undefined;
}

function since(
  kernel: KernelKnowledge,
  release: readonly [number, number],
  branches: Readonly<Record<string, number>>,
  then: () => SysctlDefault,
): SysctlDefault {
  const there = isSince(kernel, release, branches);
  return isUnknown(there) ? there : there ? then() : { missing: `it came with Linux ${release.join('.')}` };
}

function bySince(kernel: KernelKnowledge, release: readonly [number, number], after: string, before: string): SysctlDefault {
  const there = isSince(kernel, release);
  return isUnknown(there) ? there : there ? after : before;
}

function fromWord(kernel: KernelKnowledge, key: string, then: (word: string | undefined) => SysctlDefault, read?: 'early'): SysctlDefault {
  const word = lastWord(kernel, key, read);
  return isUnknown(word) ? word : then(word);
}
