import type { PolicyEra } from './policy-era.ts';

export interface ObjectClass {
  readonly name: string;
  readonly common?: string;
  /** Its own, beside those of its common; blank-separated. */
  readonly permissions: string;
}

type PermissionsByName = Readonly<Record<string, string>>;

export const fileClasses = ['file', 'dir', 'lnk_file', 'chr_file', 'blk_file', 'sock_file', 'fifo_file', 'anon_inode'] as const;
/** Of class system: what the kernel of 2026 asks for beside module_load, and what init asks for. */
export const newLoads = 'firmware_load kexec_image_load kexec_initramfs_load policy_load x509_certificate_load';
export const power = 'halt reboot status start stop enable disable reload';

const FILE_OR_SOCKET = 'ioctl read write create getattr setattr lock relabelfrom relabelto append map';
const FILE = `${FILE_OR_SOCKET} unlink link rename execute quotaon mounton audit_access open execmod watch watch_mount watch_sb watch_with_perm watch_reads`;
const SOCKET = `${FILE_OR_SOCKET} bind connect listen accept getopt setopt shutdown recvfrom sendto name_bind`;
const CAPABILITY = [
  'chown dac_override dac_read_search fowner fsetid kill setgid setuid setpcap linux_immutable net_bind_service net_broadcast net_admin net_raw ipc_lock',
  'ipc_owner sys_module sys_rawio sys_chroot sys_ptrace sys_pacct sys_admin sys_boot sys_nice sys_resource sys_time sys_tty_config mknod lease audit_write',
  'audit_control setfcap',
].join(' ');
const PROCESS = [
  'fork transition sigchld sigkill sigstop signull signal ptrace getsched setsched getsession getpgid setpgid getcap setcap share getattr setexec setfscreate',
  'noatsecure siginh setrlimit rlimitinh dyntransition setcurrent execmem execstack execheap setkeycreate setsockcreate getrlimit',
].join(' ');
const SECURITY = [
  'compute_av compute_create compute_member check_context load_policy compute_relabel compute_user setenforce setbool setsecparam setcheckreqprot',
  'read_policy validate_trans',
].join(' ');

const MESSAGES = 'nlmsg_read nlmsg_write';
const SOCKETS: PermissionsByName = {
  ...{ socket: '', tcp_socket: 'node_bind name_connect', udp_socket: 'node_bind', rawip_socket: 'node_bind', netlink_socket: '', packet_socket: '' },
  ...{ key_socket: '', unix_stream_socket: 'connectto', unix_dgram_socket: '', dccp_socket: 'node_bind name_connect', tun_socket: 'attach_queue' },
  ...{ sctp_socket: 'node_bind name_connect association', icmp_socket: 'node_bind', appletalk_socket: '', xdp_socket: '', mctp_socket: '' },
  ...{ netlink_route_socket: MESSAGES, netlink_tcpdiag_socket: MESSAGES, netlink_xfrm_socket: MESSAGES },
  netlink_audit_socket: `${MESSAGES} nlmsg_relay nlmsg_readpriv nlmsg_tty_audit`,
  ...withNothing('netlink_%_socket', 'nflog selinux iscsi fib_lookup connector netfilter dnrt kobject_uevent generic scsitransport rdma crypto'),
  ...withNothing('%_socket', 'ax25 ipx netrom atmpvc x25 rose decnet atmsvc rds irda pppox llc can tipc bluetooth iucv rxrpc isdn phonet ieee802154 caif'),
  ...withNothing('%_socket', 'alg nfc vsock kcm qipcrtr smc'),
};
const INTER_PROCESS: PermissionsByName = { sem: '', msg: 'send receive', msgq: 'enqueue', shm: 'lock', ipc: '' };
const FILES: PermissionsByName = {
  ...Object.fromEntries(fileClasses.map((name) => [name, ''])),
  file: 'execute_no_trans entrypoint',
  dir: 'add_name remove_name reparent search rmdir',
};

/** Permissions that classes share, by the name of their common. */
export function commonsOf(era: PolicyEra): PermissionsByName {
  return {
    file: era === 'classic' ? FILE : `${FILE} watch_mountns`,
    socket: SOCKET,
    ipc: 'create destroy getattr setattr read write associate unix_read unix_write',
    capability: CAPABILITY,
    capability2: 'mac_override mac_admin syslog wake_alarm block_suspend audit_read perfmon bpf checkpoint_restore',
  };
}

/** The classes of kernel 6.1 or 6.18 (security/selinux/include/classmap.h), and those of systemd and D-Bus. */
export function objectClasses(era: PolicyEra): readonly ObjectClass[] {
  return [
    ...Object.entries(classesAlone(era)).map(([name, permissions]) => ({ name, permissions })),
    ...sharing('file', FILES),
    ...sharing('socket', SOCKETS),
    ...sharing('ipc', INTER_PROCESS),
    ...sharing('capability', { capability: '', cap_userns: '' }),
    ...sharing('capability2', { capability2: '', cap2_userns: '' }),
  ];
}

export const socketClasses: readonly string[] = Object.keys(SOCKETS);

function classesAlone(era: PolicyEra): PermissionsByName {
  const loads = era === 'classic' ? 'module_load' : `module_load ${newLoads}`;
  return {
    security: SECURITY,
    process: PROCESS,
    process2: 'nnp_transition nosuid_transition',
    system: `ipc_info syslog_read syslog_mod syslog_console module_request ${loads} ${power}`,
    filesystem: 'mount remount unmount getattr relabelfrom relabelto associate quotamod quotaget watch',
    fd: 'use',
    ...{ node: 'recvfrom sendto', netif: 'ingress egress', peer: 'recv', association: 'sendto recvfrom setcontext polmatch' },
    packet: 'send recv relabelto relabelfrom forward_in forward_out',
    ...{ infiniband_pkey: 'access', infiniband_endport: 'manage_subnet' },
    ...{ key: 'view read write search link setattr create', memprotect: 'mmap_zero', kernel_service: 'use_as_override create_files_as' },
    ...{ binder: 'impersonate call set_context_mgr transfer', bpf: 'map_create map_read map_write prog_load prog_run' },
    ...{ perf_event: 'open cpu kernel tracepoint read write', lockdown: 'integrity confidentiality', user_namespace: 'create' },
    io_uring: `override_creds sqpoll cmd${era === 'classic' ? '' : ' allowed'}`,
    ...{ service: 'start stop status reload enable disable', dbus: 'acquire_svc send_msg' },
  };
}

function sharing(common: string, classes: PermissionsByName): ObjectClass[] {
  return Object.entries(classes).map(([name, permissions]) => ({ name, common, permissions }));
}

/** Names in which a word takes the place of `%`; none has a permission of its own. */
function withNothing(pattern: string, words: string): PermissionsByName {
  return Object.fromEntries(words.split(' ').map((word) => [pattern.replace('%', word), '']));
}
