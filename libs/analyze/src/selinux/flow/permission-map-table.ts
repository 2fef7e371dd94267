import type { FlowDirection, PermissionFlow, PermissionMap } from './permission-map.ts';

/*
 * Weights say how much one use of a permission can tell: 10 whole contents or messages, 8 contents in another form (code that is run, the arguments of a
 * program), 7 names and settings chosen by whoever writes, 5 attributes, 3 that something exists, happened or is locked. A permission that is only asked for
 * beside another one which is listed (map and open beside read) moves nothing by itself. What each permission guards: the hooks in
 * security/selinux/hooks.c of the kernel, and the manuals of the programs that define classes of their own.
 */

/** `permission` or several separated by blanks, at each `direction + weight`: r object to subject, w subject to object, b both, n0 neither. */
type Family = Readonly<Record<string, string>>;

const FILE: Family = {
  r10: 'read relabelfrom',
  w10: 'write append relabelto',
  r8: 'execute entrypoint',
  b7: 'ioctl',
  r5: 'getattr',
  w5: 'create setattr',
  b3: 'lock watch_with_perm',
  r3: 'watch watch_mount watch_mountns watch_reads watch_sb',
  w3: 'link unlink rename mounton quotaon',
  n0: 'audit_access execmod execute_no_trans map open swapon',
};
const DIRECTORY: Family = { r7: 'read', w7: 'write append add_name', r3: 'search', w3: 'remove_name reparent rmdir' };
const DEVICE: Family = { b8: 'ioctl' };
/** Connecting to it is a permission of the socket behind it. */
const SOCKET_FILE: Family = { r3: 'read', w3: 'write append' };

const SOCKET: Family = {
  r10: 'read recvfrom relabelfrom recv_msg',
  w10: 'write append sendto relabelto send_msg',
  b10: 'connectto newconn acceptfrom attach_queue',
  b8: 'name_bind name_connect',
  b7: 'ioctl nlmsg',
  r7: 'nlmsg_read nlmsg_readpriv',
  w7: 'nlmsg_write nlmsg_relay',
  r5: 'accept getattr getopt',
  w5: 'setattr setopt',
  b3: 'lock nlmsg_tty_audit association node_bind',
  w3: 'bind connect create listen shutdown',
  n0: 'map',
};

const IPC: Family = {
  r10: 'read',
  w10: 'write enqueue',
  r5: 'getattr',
  w5: 'setattr',
  w3: 'create destroy lock',
  n0: 'associate unix_read unix_write',
};

const PROCESS: Family = {
  b10: 'ptrace share',
  w10: 'dyntransition',
  w8: 'transition',
  r5: 'getattr',
  r3: 'getcap getpgid getrlimit getsched getsession signull',
  w3: 'noatsecure rlimitinh setcap setpgid setrlimit setsched sigchld siginh sigkill signal sigstop',
  n0: 'execheap execmem execstack fork setcurrent setexec setfscreate setkeycreate setsockcreate',
};

/** systemd's units and manager as well. */
const SYSTEM: Family = {
  r10: 'syslog_read',
  b10: 'module_load firmware_load kexec_image_load kexec_initramfs_load policy_load x509_certificate_load',
  r3: 'ipc_info status',
  w3: 'disable enable halt module_request reboot reload start stop syslog_console syslog_mod undefined',
};

/** Classes of X.org and of SE-PostgreSQL. */
const SERVED: Family = {
  r10: 'read copy receive select export get_property get_value relabelfrom unused_perm',
  w10: 'write append paste paste_after_confirm send insert update import set_property set_value relabelto',
  b10: 'blend debug record next_value execute entrypoint',
  r7: 'list_child list_property search get_param query expand',
  w7: 'add add_child add_color add_glyph add_name set_param delete install install_module load_module implement',
  r5: 'getattr getfocus saver_getattr access contains',
  w5: 'setattr setfocus saver_setattr manage override',
  b3: 'lock use grab',
  w3: 'bell create destroy drop force_cursor freeze hide hide_cursor remove remove_child remove_color remove_glyph remove_name saver_hide saver_show show show_cursor uninstall',
};

const FAMILIES: Readonly<Record<string, readonly Family[]>> = {
  file: [FILE],
  anon_inode: [DEVICE, FILE],
  dir: [DIRECTORY, FILE],
  lnk_file: [FILE],
  fifo_file: [FILE],
  sock_file: [SOCKET_FILE, FILE],
  chr_file: [DEVICE, FILE],
  blk_file: [DEVICE, FILE],
  ipc: [IPC],
  msgq: [IPC],
  sem: [IPC],
  shm: [IPC],
  process: [PROCESS],
  service: [SYSTEM],
  system: [SYSTEM],
  association: [{ r10: 'recvfrom', w10: 'sendto', w3: 'setcontext', n0: 'polmatch' }],
  binder: [{ b10: 'call', w10: 'transfer', w3: 'set_context_mgr', n0: 'impersonate' }],
  bpf: [{ r10: 'map_read', w10: 'map_write', w7: 'prog_load', r7: 'prog_run', w3: 'map_create', n0: 'map_create_as prog_load_as' }],
  dbus: [{ w10: 'send_msg', w3: 'acquire_svc' }],
  fd: [{ b3: 'use' }],
  filesystem: [{ r10: 'relabelfrom', w10: 'relabelto', r3: 'getattr quotaget watch', w3: 'mount remount unmount quotamod', n0: 'associate transition' }],
  infiniband_endport: [{ w3: 'manage_subnet' }],
  infiniband_pkey: [{ b10: 'access' }],
  io_uring: [{ b7: 'cmd', n0: 'override_creds sqpoll allowed' }],
  kernel_service: [{ n0: 'create_files_as use_as_override' }],
  key: [{ r10: 'read', w10: 'write', r5: 'view', w5: 'setattr', r3: 'search', w3: 'create link' }],
  msg: [{ r10: 'receive', w10: 'send' }],
  netif: [{ r10: 'ingress tcp_recv udp_recv rawip_recv dccp_recv', w10: 'egress tcp_send udp_send rawip_send dccp_send' }],
  node: [{ r10: 'recvfrom tcp_recv udp_recv rawip_recv dccp_recv', w10: 'sendto tcp_send udp_send rawip_send dccp_send enforce_dest' }],
  nscd: [{ r8: 'shmemgrp shmemhost shmempwd shmemserv shmemnetgrp', r7: 'getgrp gethost getnetgrp getpwd getserv', r5: 'getstat', w3: 'admin' }],
  packet: [{ r10: 'recv forward_in flow_in', w10: 'send forward_out flow_out', w3: 'relabelto' }],
  passwd: [{ w3: 'chfn chsh crontab passwd', n0: 'rootok' }],
  peer: [{ r10: 'recv' }],
  perf_event: [{ r7: 'read', w7: 'write', n0: 'cpu kernel open tracepoint' }],
  security: [
    {
      b7: 'load_policy',
      r7: 'read_policy',
      w5: 'setbool setenforce setsecparam setcheckreqprot',
      r3: 'check_context compute_av compute_create compute_member compute_relabel compute_user validate_trans',
    },
  ],
};

const SELF = ['capability', 'capability2', 'cap_userns', 'cap2_userns', 'lockdown', 'memprotect', 'process2', 'user_namespace'];
const LETTERS: Readonly<Record<string, FlowDirection>> = { r: 'read', w: 'write', b: 'both', n: 'none' };
const NOTHING: PermissionFlow = { direction: 'none', weight: 1 };
const IS_SOCKET = /(?:^|_)socket$/;
const IS_SERVED = /^(?:x|db)_|^context$/;

/**
 * What permissions of the kernel's classes, and of those of well-known programs, move. Undefined for a class or permission that it does not know. Classes
 * that are about the subject itself, as capabilities are, move nothing.
 */
export const permissionMap: PermissionMap = (className, permission) => {
  if (SELF.includes(className)) return NOTHING;
  for (const family of familiesOf(className)) {
    for (const [key, names] of Object.entries(family)) if (names.split(' ').includes(permission)) return flowOf(key);
  }
  return undefined;
};

/** What a class has of its own comes first. */
function familiesOf(className: string): readonly Family[] {
  if (Object.hasOwn(FAMILIES, className)) return FAMILIES[className]!;
  if (IS_SOCKET.test(className)) return [SOCKET];
  return IS_SERVED.test(className) ? [SERVED] : [];
}

/** `r10`, `n0`. */
function flowOf(key: string): PermissionFlow {
  const direction = LETTERS[key[0]!]!;
  return direction === 'none' ? NOTHING : { direction, weight: Number(key.slice(1)) };
}
