/** Number by number from 1: security/selinux/include/initial_sid_to_string.h, with the names of those that kernels no longer use. */
const NAMES = [
  'kernel',
  'security',
  'unlabeled',
  'fs',
  'file',
  'file_labels',
  'init',
  'any_socket',
  'port',
  'netif',
  'netmsg',
  'node',
  'igmp_packet',
  'icmp_socket',
  'tcp_socket',
  'sysctl_modprobe',
  'sysctl',
  'sysctl_fs',
  'sysctl_kernel',
  'sysctl_net',
  'sysctl_net_unix',
  'sysctl_vm',
  'sysctl_dev',
  'kmod',
  'policy',
  'scmp_packet',
  'devnull',
];

/** The name of an initial SID, which policies hold by number only. */
export function initialSidName(sid: number): string | undefined {
  return NAMES[sid - 1];
}
