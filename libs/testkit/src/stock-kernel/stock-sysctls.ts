/** Path → text of the files in sysctl.d that set what hardening looks at (controls/stock, controls/sysctl-effective.json). */
export const STOCK_SYSCTLS: Readonly<Record<string, string>> = {
  '/usr/lib/sysctl.d/50-default.conf': `
kernel.sysrq = 16
kernel.core_uses_pid = 1
net.ipv4.conf.default.rp_filter = 2
net.ipv4.conf.default.accept_source_route = 0
-net.ipv4.conf.all.accept_source_route
fs.protected_hardlinks = 1
fs.protected_symlinks = 1
fs.protected_regular = 1
fs.protected_fifos = 1
`,
  '/usr/lib/sysctl.d/80-release.conf': `
kernel.panic = 10
kernel.panic_on_oops = 1
net.ipv4.conf.all.forwarding = 1
net.ipv6.conf.all.forwarding = 1
net.ipv4.conf.lo.rp_filter = 2
kernel.kptr_restrict = 1
kernel.dmesg_restrict = 1
kernel.yama.ptrace_scope = 1
user.max_user_namespaces = 0
kernel.unprivileged_bpf_disabled = 1
net.core.bpf_jit_harden = 2
`,
};

/** What disable-kexec-load.service writes. */
export const STOCK_UNIT_SYSCTL = {
  layer: 'unit',
  key: 'kernel.kexec_load_disabled',
  value: '1',
  file: '/usr/lib/systemd/system/disable-kexec-load.service',
} as const;
