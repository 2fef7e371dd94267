import { LAB_DATE } from './clock.ts';
import type { Release } from './release.ts';

type Values = Readonly<Record<string, number | string>>;

/** sysctl.d/50-default.conf of systemd 252 as Bottlerocket patches it: keys and values of anatomy 8.1. */
export function defaultSysctls(): string {
  const network = { 'net.ipv4.conf.default.rp_filter': 2, 'net.ipv4.conf.default.accept_source_route': 0, 'net.ipv4.conf.*.accept_source_route': 0 };
  const values = {
    ...{ 'kernel.sysrq': 16, 'kernel.core_uses_pid': 1, ...network },
    ...{ 'net.ipv4.conf.default.promote_secondaries': 1, 'net.ipv4.conf.*.promote_secondaries': 1, 'net.ipv4.ping_group_range': '0 2147483647' },
    ...{ 'net.core.default_qdisc': 'fq_codel', 'fs.protected_hardlinks': 1, 'fs.protected_symlinks': 1, 'fs.protected_regular': 1, 'fs.protected_fifos': 1 },
  };
  return `${render(values)}-net.ipv4.conf.all.accept_source_route\n-net.ipv4.conf.all.promote_secondaries\n`;
}

/** sysctl.d/50-pid-max.conf of systemd. */
export function pidSysctls(): string {
  return render({ 'kernel.pid_max': 4194304 });
}

/** sysctl.d/80-release.conf: keys and values of anatomy 8.1. */
export function sysctls(): string {
  const neighbours = ['ipv4', 'ipv6'].flatMap((version) =>
    [0, 15360, 16384].map((value, index) => [`net.${version}.neigh.default.gc_thresh${index + 1}`, value] as const),
  );
  return render({
    ...{ 'kernel.panic': 10, 'kernel.panic_on_oops': 1, ...Object.fromEntries(neighbours), 'net.ipv4.tcp_wmem': '4096 20480 4194304' },
    ...{ 'net.ipv4.ip_default_ttl': 255, 'net.ipv4.conf.all.forwarding': 1, 'net.ipv6.conf.all.forwarding': 1 },
    ...{ 'net.ipv4.ip_local_port_range': '32768 60999', 'net.netfilter.nf_conntrack_max': 1048576, 'net.netfilter.nf_conntrack_generic_timeout': 120 },
    ...{ 'net.ipv4.conf.lo.rp_filter': 2, 'kernel.kptr_restrict': 1, 'kernel.dmesg_restrict': 1, 'kernel.yama.ptrace_scope': 1 },
    ...{ 'user.max_user_namespaces': 0, 'kernel.unprivileged_bpf_disabled': 1, 'net.core.bpf_jit_harden': 2 },
    ...{ 'fs.inotify.max_user_instances': 8192, 'fs.inotify.max_user_watches': 524288, 'vm.max_map_count': 524288 },
  });
}

/** sysctl.d/90-kubelet.conf. */
export function kubeletSysctls(): string {
  return render({ 'vm.overcommit_memory': 1 });
}

function render(values: Values): string {
  const lines = Object.entries(values).map(([key, value]) => `${key} = ${value}\n`);
  return `# staticfire lab image\n${lines.join('')}`;
}

/** tmpfiles.d/release.conf: folders that others must not read, two of them by their labels (anatomy 6.6). */
export function releaseTmpfiles(): string {
  const logs = ['kdump', 'support'].flatMap((name) => [
    `d /var/log/${name} 0700 root root -`,
    `T /var/log/${name} - - - - security.selinux=system_u:object_r:secret_t:s0`,
  ]);
  return `${['C /etc/nsswitch.conf', 'd /etc/deprecated-settings 0700 root root -', 'L /etc/os-release - - - - ../usr/lib/os-release', ...logs].join('\n')}\n`;
}

/** sysusers.d/basic.conf (anatomy 11.1): root gets no shell, nobody a password. */
export function basicAccounts(): string {
  const users = [
    'u root 0 "Super User" /root /usr/sbin/nologin',
    'u nobody 65534 "Kernel Overflow User"',
    'u dbus 81 "System Message Bus"',
    'u chrony - "Time"',
  ];
  return `${[...users, 'g systemd-journal'].join('\n')}\n`;
}

/** tmpfiles.d of host and of bootstrap containers: their state is secret. */
export function containerTmpfiles(kind: 'host' | 'bootstrap'): string {
  const path = `/local/${kind}-containers`;
  return `d /etc/${kind}-containers 0750 root root -\nd ${path} 0700 root root -\nT ${path} - - - - security.selinux=system_u:object_r:secret_t:s0\n`;
}

/** tmpfiles.d/systemd.conf: who may read the journal. */
export function journalTmpfiles(): string {
  const lines = [
    'd /var/log/journal 2755 root systemd-journal - -',
    'z /var/log/journal 2755 root systemd-journal - -',
    'z /var/log/journal/%m 2755 root systemd-journal - -',
  ];
  return `${[...lines, 'z /var/log/journal/%m/system.journal 0640 root systemd-journal - -'].join('\n')}\n`;
}

/** share/templates/chrony-conf in our own words: a server line for each time server. */
export function chronyTemplate(): string {
  return '[required-extensions]\nntp = { version = "v1" }\n+++\n{{#each settings.ntp.time-servers}}\npool {{this}} iburst\n{{/each}}\ndriftfile /var/lib/chrony/drift\n';
}

/** share/templates/modprobe-conf in our own words: modules that settings do not allow. */
export function modprobeTemplate(): string {
  return '[required-extensions]\nkernel = { version = "v1" }\n+++\n{{#each settings.kernel.modules}}{{#unless allowed}}install {{@key}} /bin/true\n{{/unless}}{{/each}}';
}

/** application-inventory.json (anatomy 6.7). */
export function inventory(release: Release): string {
  const minor = /-k8s-(\d+\.\d+)/.exec(release.variant)?.[1];
  const kubernetes = minor === undefined ? {} : { [`kubernetes-${minor}`]: `${minor}.1` };
  const packages = { containerd: '1.7.22', 'dbus-broker': '36', 'kernel-6.1': release.kernel, ...kubernetes, runc: '1.1.14', systemd: '252.22' };
  const content = Object.entries(packages).map(([name, version]) => application(name, version));
  return `${JSON.stringify({ Content: content }, undefined, 2)}\n`;
}

function application(name: string, version: string) {
  return {
    Name: name,
    Publisher: 'Bottlerocket',
    Version: version,
    Release: '1.1729728000.0000000.br1',
    Epoch: '0',
    InstalledTime: LAB_DATE,
    ApplicationType: 'Unspecified',
    Architecture: 'x86_64',
    Url: 'https://example.invalid/staticfire-lab',
    Summary: `${name} as the staticfire lab imitates it`,
  };
}
