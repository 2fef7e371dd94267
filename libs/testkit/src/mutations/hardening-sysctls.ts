const NETWORK = ['all', 'default'].flatMap((name) => ['accept_redirects', 'accept_source_route'].map((key) => `${name}.${key}`));
const network = (value: string) => [
  ...NETWORK.map((key) => `net.ipv4.conf.${key} = ${value}`),
  ...[...NETWORK, 'all.accept_ra', 'default.accept_ra'].map((key) => `net.ipv6.conf.${key} = ${value}`),
];

/** Lines of a file in sysctl.d as every row of the pack kernel-hardening wants them, on x86_64. */
export const HARDENED_SYSCTLS = [
  ...['dev.tty.ldisc_autoload = 0', 'dev.tty.legacy_tiocsti = 0', 'fs.protected_fifos = 2', 'fs.protected_hardlinks = 1', 'fs.protected_regular = 2'],
  ...['fs.protected_symlinks = 1', 'fs.suid_dumpable = 0', 'kernel.dmesg_restrict = 1', 'kernel.io_uring_disabled = 2', 'kernel.kexec_load_disabled = 1'],
  ...['kernel.kptr_restrict = 2', 'kernel.modules_disabled = 1', 'kernel.oops_limit = 100', 'kernel.perf_event_paranoid = 3', 'kernel.randomize_va_space = 2'],
  ...['kernel.sysrq = 0', 'kernel.unprivileged_bpf_disabled = 1', 'kernel.warn_limit = 100', 'kernel.yama.ptrace_scope = 3', 'net.core.bpf_jit_harden = 2'],
  ...['net.ipv4.icmp_echo_ignore_broadcasts = 1', 'net.ipv4.icmp_ignore_bogus_error_responses = 1', 'net.ipv4.tcp_syncookies = 1'],
  ...['user.max_user_namespaces = 0', 'vm.mmap_min_addr = 65536', 'vm.mmap_rnd_bits = 32', 'vm.mmap_rnd_compat_bits = 16', 'vm.unprivileged_userfaultfd = 0'],
  ...network('0'),
].join('\n');

/** Lines as no row wants them. */
export const SOFTENED_SYSCTLS = [
  ...['dev.tty.ldisc_autoload = 1', 'dev.tty.legacy_tiocsti = 1', 'fs.protected_fifos = 0', 'fs.protected_hardlinks = 0', 'fs.protected_regular = 0'],
  ...['fs.protected_symlinks = 0', 'fs.suid_dumpable = 1', 'kernel.dmesg_restrict = 0', 'kernel.io_uring_disabled = 0', 'kernel.kptr_restrict = 0'],
  ...['kernel.oops_limit = 0', 'kernel.perf_event_paranoid = 1', 'kernel.randomize_va_space = 0', 'kernel.sysrq = 1', 'kernel.unprivileged_bpf_disabled = 0'],
  ...['kernel.warn_limit = 0', 'kernel.yama.ptrace_scope = 0', 'net.core.bpf_jit_harden = 0', 'net.ipv4.icmp_echo_ignore_broadcasts = 0'],
  ...['net.ipv4.icmp_ignore_bogus_error_responses = 0', 'net.ipv4.tcp_syncookies = 0', 'user.max_user_namespaces = 100', 'vm.mmap_min_addr = 4096'],
  ...['vm.mmap_rnd_bits = 28', 'vm.mmap_rnd_compat_bits = 8', 'vm.unprivileged_userfaultfd = 1'],
  ...network('1'),
].join('\n');
