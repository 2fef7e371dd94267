const SECURITY =
  'compute_av compute_create compute_member check_context load_policy compute_relabel compute_user setenforce setbool setsecparam setcheckreqprot read_policy validate_trans';
const COMMON_FILE =
  'ioctl read write create getattr setattr lock relabelfrom relabelto append map unlink link rename execute quotaon mounton audit_access open execmod';
const FILE = `${COMMON_FILE} watch watch_mount watch_sb watch_with_perm watch_reads`;
const SOCKET = 'ioctl read write create getattr setattr lock relabelfrom relabelto append map bind connect listen accept getopt setopt shutdown';
const CAPABILITY2 = 'mac_override mac_admin syslog wake_alarm block_suspend audit_read perfmon bpf';

export const fileClasses = ['file', 'dir', 'lnk_file', 'chr_file', 'blk_file', 'sock_file', 'fifo_file', 'anon_inode'] as const;
export const socketClasses = ['socket', 'tcp_socket', 'udp_socket', 'unix_stream_socket', 'netlink_route_socket'] as const;

/** Permissions by class, of those classes that Bottlerocket's neverallow statements are about a selection. */
export const bottlerocketClasses: Readonly<Record<string, string>> = {
  security: SECURITY,
  process:
    'fork transition sigchld sigkill sigstop signull signal ptrace getsched setsched getsession getpgid setpgid getcap setcap share getattr setexec setcurrent noatsecure siginh setrlimit rlimitinh dyntransition execmem execstack execheap',
  system: 'ipc_info syslog_read module_load module_request halt reboot status start stop enable disable reload',
  capability: 'chown dac_override sys_admin sys_module net_admin sys_ptrace setuid setgid',
  capability2: CAPABILITY2,
  cap2_userns: CAPABILITY2,
  filesystem: 'mount remount unmount getattr relabelfrom relabelto associate quotamod quotaget watch',
  file: `${FILE} execute_no_trans entrypoint`,
  dir: `${FILE} add_name remove_name reparent search rmdir`,
  fd: 'use',
  lnk_file: FILE,
  chr_file: FILE,
  blk_file: FILE,
  sock_file: FILE,
  fifo_file: FILE,
  anon_inode: FILE,
  ...Object.fromEntries(socketClasses.map((name) => [name, SOCKET])),
  memprotect: 'mmap_zero',
  io_uring: 'override_creds sqpoll cmd',
  association: 'sendto recvfrom setcontext polmatch',
  packet: 'send recv relabelto forward_in forward_out',
  kernel_service: 'use_as_override create_files_as',
  bpf: 'map_create map_read map_write prog_load prog_run',
  service: 'start stop status reload enable disable',
  dbus: 'acquire_svc send_msg',
};

const MUTATE = 'write create setattr lock append unlink link rename audit_access';
const LOAD = 'ioctl map open read watch watch_mount watch_reads watch_sb';

const ofFiles = (permissions: string) => fileClasses.map((name) => [name, permissions] as const);

/** What each permission of a class map stands for: pairs of a class and its permissions. */
export const bottlerocketMaps: Readonly<Record<string, Readonly<Record<string, readonly (readonly [tclass: string, permissions: string])[]>>>> = {
  files: {
    describe: ofFiles('getattr'),
    load: [...ofFiles(LOAD), ['dir', 'search'], ['anon_inode', 'execute'], ['filesystem', 'watch'], ['fd', 'use'], ['io_uring', 'cmd']],
    execute: [...ofFiles('execute').filter(([name]) => name !== 'anon_inode'), ['file', 'execute_no_trans']],
    enter: [['file', 'entrypoint']],
    mutate: [...ofFiles(MUTATE), ['dir', 'add_name remove_name reparent rmdir']],
    mount: [...ofFiles('mounton quotaon'), ['filesystem', 'mount remount unmount quotamod']],
    relabel: ofFiles('relabelfrom relabelto'),
    relax: ofFiles('execmod'),
    block: ofFiles('watch_with_perm'),
  },
  filesystems: { relabel: [['filesystem', 'relabelfrom relabelto']], use: [['filesystem', 'getattr associate quotaget']] },
  processes: {
    use: [['process', 'getattr getsched getsession getpgid getcap']],
    interact: [
      ['process', 'fork sigchld sigkill sigstop signull signal ptrace setsched setpgid setcap share noatsecure siginh setrlimit rlimitinh'],
      ['io_uring', 'sqpoll'],
    ],
    transform: [['process', 'transition']],
    relax: [
      ['process', 'execmem execstack execheap'],
      ['memprotect', 'mmap_zero'],
    ],
  },
  sockets: {
    use: socketClasses.map((name) => [name, 'read write create getattr setattr bind connect listen accept getopt setopt shutdown'] as const),
    relabel: socketClasses.map((name) => [name, 'relabelfrom relabelto'] as const),
  },
  networks: {
    relabel: [
      ['association', 'setcontext polmatch'],
      ['packet', 'relabelto'],
    ],
  },
  systems: {
    use: [
      ['system', 'ipc_info syslog_read module_load module_request'],
      ['capability', 'chown dac_override sys_admin sys_module net_admin sys_ptrace setuid setgid'],
      ['bpf', 'map_create map_read map_write prog_load prog_run'],
    ],
    manage: [
      ['capability2', 'mac_override mac_admin'],
      ['cap2_userns', 'mac_override mac_admin'],
      ['dbus', 'acquire_svc send_msg'],
      ['kernel_service', 'use_as_override create_files_as'],
      ['security', SECURITY],
      ['service', 'start stop status reload enable disable'],
      ['system', 'halt reboot status start stop enable disable reload'],
    ],
  },
};
