import type { PolicyEra } from './policy-era.ts';

/** security/selinux/include/initial_sid_to_string.h, in its order, with the names of those that kernels no longer use. */
const SIDS = [
  ...['kernel', 'security', 'unlabeled', 'fs', 'file', 'file_labels', 'init', 'any_socket', 'port', 'netif', 'netmsg', 'node', 'igmp_packet', 'icmp_socket'],
  ...['tcp_socket', 'sysctl_modprobe', 'sysctl', 'sysctl_fs', 'sysctl_kernel', 'sysctl_net', 'sysctl_net_unix', 'sysctl_vm', 'sysctl_dev', 'kmod', 'policy'],
  ...['scmp_packet', 'devnull'],
];
/** Types by the initial SIDs that have a context. */
const SID_TYPES: Readonly<Record<string, readonly string[]>> = {
  kernel_t: ['kernel', 'security', 'devnull'],
  local_t: ['unlabeled', 'file'],
  any_t: ['any_socket', 'port', 'netif', 'netmsg', 'node'],
};
const XATTR = ['ext4', 'overlay', 'xfs', 'erofs'];
const TASK = ['eventpollfs', 'sockfs'];
const TRANS = ['devpts', 'devtmpfs', 'hugetlbfs', 'mqueue', 'shm', 'tmpfs'];
const GENFS = [
  ...['autofs', 'bdev', 'bpf', 'cgroup', 'cgroup2', 'debugfs', 'kvmfs', 'nsfs', 'pstore', 'ramfs', 'rootfs', 'securityfs', 'selinuxfs', 'sysfs'],
  'tracefs',
];

/** The statements of module `sid`. */
export function initialSids(): string[] {
  const contexts = Object.entries(SID_TYPES).flatMap(([type, names]) => names.map((name) => `(sidcontext ${name} ${contextOf(type)})`));
  return [...SIDS.map((name) => `(sid ${name})`), `(sidorder (${SIDS.join(' ')}))`, ...contexts];
}

/** How filesystems get their labels: fs_use and genfscon. */
export function filesystemLabels(era: PolicyEra): string[] {
  const pipes = era === 'classic' ? `(fsuse task pipefs ${contextOf('any_t')})` : `(fsuse trans pipefs ${contextOf('pipe_fs_t')})`;
  const formats = era === 'classic' ? 'any_t' : 'binfmt_misc_fs_t';
  const types = { ...Object.fromEntries(GENFS.map((name) => [name, 'any_t'])), binfmt_misc: formats, proc: 'proc_t' };
  return [
    ...XATTR.map((name) => `(fsuse xattr ${name} ${contextOf('local_t')})`),
    ...TASK.map((name) => `(fsuse task ${name} ${contextOf('any_t')})`),
    ...TRANS.map((name) => `(fsuse trans ${name} ${contextOf('any_t')})`),
    pipes,
    ...Object.entries(types).map(([name, type]) => `(genfscon ${name} / ${contextOf(type)})`),
  ];
}

/** A context in CIL: of the kernel, or of an object. */
export function contextOf(type: string): string {
  return `(system_u ${type === 'kernel_t' ? 'system_r' : 'object_r'} ${type} no_categories)`;
}
