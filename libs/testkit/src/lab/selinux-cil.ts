// Subjects and objects have the names of anatomy 9.2, 9.3 and anatomy-2026 section 8; the rules are a small selection in our own words.
const SUBJECTS = ['kernel_t', 'init_t', 'system_t', 'mount_t', 'api_t', 'network_t', 'clock_t', 'bus_t', 'runtime_t', 'container_t', 'control_t', 'super_t'];
const IMMUTABLE = ['os_t', 'init_exec_t', 'api_exec_t', 'clock_exec_t', 'network_exec_t', 'bus_exec_t', 'runtime_exec_t', 'mount_exec_t', 'civ_exec_t'];
const MUTABLE = [
  ...['any_t', 'proc_t', 'etc_t', 'local_t', 'data_t', 'cni_exec_t', 'private_t', 'secret_t', 'etc_secret_t', 'cache_t', 'state_t', 'measure_t', 'lease_t'],
  ...['csi_exec_t', 'api_socket_t', 'binfmt_misc_fs_t', 'runtime_fifo_t'],
];
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  all_s: [...SUBJECTS, 'forbidden_t'],
  confined_s: ['network_t', 'clock_t', 'bus_t'],
  container_s: ['container_t', 'control_t', 'super_t'],
  runtime_s: ['runtime_t', 'super_t'],
  trusted_s: ['kernel_t', 'init_t', 'system_t', 'mount_t', 'api_t', 'runtime_t', 'super_t'],
  immutable_o: IMMUTABLE,
  mutable_o: MUTABLE,
  shared_o: ['local_t', 'data_t', 'cni_exec_t', 'any_t', 'proc_t'],
  all_o: [...IMMUTABLE, ...MUTABLE],
};

const FILE = 'ioctl read write create getattr setattr lock relabelfrom relabelto append map unlink link rename execute quotaon mounton';
const FILES = 'audit_access open execmod watch watch_mount watch_sb watch_with_perm watch_reads';
const CLASSES: Readonly<Record<string, string>> = {
  security: 'compute_av load_policy setenforce check_context',
  process: 'fork transition sigchld sigkill signal getattr setexec execmem dyntransition noatsecure siginh rlimitinh nnp_transition nosuid_transition',
  system: 'ipc_info syslog_read module_load module_request',
  capability: 'chown dac_override sys_admin sys_module net_admin sys_ptrace setuid setgid',
  filesystem: 'mount remount unmount getattr relabelfrom relabelto associate',
  file: `${FILE} execute_no_trans entrypoint ${FILES}`,
  dir: `${FILE} add_name remove_name reparent search rmdir ${FILES}`,
  fd: 'use',
  lnk_file: `${FILE} ${FILES}`,
  chr_file: `${FILE} execute_no_trans entrypoint ${FILES}`,
  blk_file: `${FILE} ${FILES}`,
  sock_file: `${FILE} ${FILES}`,
  fifo_file: `${FILE} ${FILES}`,
  unix_stream_socket: 'ioctl read write create getattr setattr bind connect listen accept connectto',
  bpf: 'map_create map_read map_write prog_load prog_run',
  service: 'start stop status reload enable disable',
};

const ALLOW: readonly (readonly [subject: string, object: string, klass: string, permissions: string])[] = [
  ['all_s', 'all_o', 'file', 'read getattr open map ioctl lock'],
  ['all_s', 'all_o', 'dir', 'read getattr open search ioctl'],
  ['all_s', 'all_o', 'lnk_file', 'read getattr'],
  ['all_s', 'all_o', 'fifo_file', 'getattr'],
  ['all_s', 'immutable_o', 'file', 'execute execute_no_trans'],
  ['all_s', 'shared_o', 'file', 'write create setattr append unlink link rename'],
  ['all_s', 'shared_o', 'dir', 'write create setattr add_name remove_name rmdir rename reparent'],
  ['container_s', 'runtime_fifo_t', 'fifo_file', 'read write append ioctl lock open'],
  ['runtime_s', 'runtime_t', 'fifo_file', 'read write append ioctl lock open'],
  ['container_s', 'shared_o', 'file', 'execute execute_no_trans entrypoint execmod'],
  ['runtime_s', 'mutable_o', 'file', 'execute execute_no_trans entrypoint'],
  ['trusted_s', 'cache_t', 'file', 'write create setattr append unlink link rename relabelfrom relabelto'],
  ['trusted_s', 'etc_secret_t', 'file', 'write create setattr append unlink'],
  ['api_t', 'private_t', 'file', 'write create setattr append unlink link rename'],
  ['trusted_s', 'shared_o', 'file', 'relabelfrom relabelto'],
  ['init_t', 'all_s', 'process', 'transition siginh rlimitinh noatsecure'],
  ['runtime_s', 'container_s', 'process', 'transition dyntransition signal sigkill'],
  ['trusted_s', 'kernel_t', 'security', 'load_policy compute_av'],
  ['trusted_s', 'kernel_t', 'system', 'module_load module_request syslog_read'],
  ['all_s', 'all_s', 'fd', 'use'],
  ['all_s', 'all_s', 'unix_stream_socket', 'read write create getattr connect listen accept connectto'],
  ['all_o', 'all_o', 'filesystem', 'associate'],
];

const TRANSITIONS = [
  ...[
    ['init_t', 'os_t', 'system_t'],
    ['kernel_t', 'init_exec_t', 'init_t'],
    ['init_t', 'api_exec_t', 'api_t'],
    ['init_t', 'runtime_exec_t', 'runtime_t'],
  ],
  ...[
    ['init_t', 'mount_exec_t', 'mount_t'],
    ['init_t', 'bus_exec_t', 'bus_t'],
    ['init_t', 'clock_exec_t', 'clock_t'],
    ['init_t', 'network_exec_t', 'network_t'],
  ],
];

const CATEGORIES = Array.from({ length: 1024 }, (_, index) => `c${index}`);

/** CIL of a small policy in the manner of Bottlerocket's, for `secilc --policyvers=32`: MLS, unknown permissions denied, nothing permissive. */
export function labPolicy(): string {
  return [...header(), ...types(), ...rules(), ...contexts(), ''].join('\n');
}

function header(): string[] {
  const classes = Object.keys(CLASSES);
  return [
    ...['(handleunknown deny)', '(mls true)', '(defaultrange (file dir lnk_file chr_file blk_file sock_file fifo_file) glblub)'],
    ...['network_peer_controls', 'open_perms', 'extended_socket_class', 'cgroup_seclabel', 'nnp_nosuid_transition', 'genfs_seclabel_symlinks'].map(
      (name) => `(policycap ${name})`,
    ),
    '(policycap ioctl_skip_cloexec)',
    ...Object.entries(CLASSES).map(([name, permissions]) => `(class ${name} (${permissions}))`),
    `(classorder (${classes.join(' ')}))`,
    ...['(sensitivity s0)', '(sensitivityorder (s0))', ...CATEGORIES.map((name) => `(category ${name})`), `(categoryorder (${CATEGORIES.join(' ')}))`],
    '(sensitivitycategory s0 (range c0 c1023))',
    ...['(level low (s0))', '(level high (s0 (range c0 c1023)))', '(levelrange low_low (low low))', '(levelrange low_high (low high))'],
  ];
}

function types(): string[] {
  const names = [...SUBJECTS, 'forbidden_t', ...IMMUTABLE, ...MUTABLE];
  return [
    ...names.map((name) => `(type ${name})`),
    ...Object.entries(GROUPS).flatMap(([name, members]) => [`(typeattribute ${name})`, `(typeattributeset ${name} (${members.join(' ')}))`]),
    ...['(user system_u)', '(role system_r)', '(role object_r)', '(userrole system_u system_r)', '(userrole system_u object_r)'],
    ...['(userlevel system_u low)', '(userrange system_u low_high)', '(roletype system_r all_s)', '(roletype object_r all_o)'],
  ];
}

function rules(): string[] {
  return [
    ...ALLOW.map(([subject, object, klass, permissions]) => `(allow ${subject} ${object} (${klass} (${permissions})))`),
    ...TRANSITIONS.map(([from, file, to]) => `(typetransition ${from} ${file} process ${to})`),
    ...TRANSITIONS.map(([, file, to]) => `(allow ${to} ${file} (file (entrypoint)))`),
    '(typetransition runtime_t runtime_t fifo_file runtime_fifo_t)',
    '(neverallow all_s immutable_o (file (write append create unlink rename)))',
    '(mlsconstrain (file (write append create)) (or (dom h1 h2) (neq t2 data_t)))',
  ];
}

function contexts(): string[] {
  const object = (type: string) => `(system_u object_r ${type} low_low)`;
  return [
    ...['(sid kernel)', '(sid unlabeled)', '(sidorder (kernel unlabeled))', '(sidcontext kernel (system_u system_r kernel_t low_high))'],
    `(sidcontext unlabeled ${object('local_t')})`,
    ...['ext4', 'xfs', 'erofs', 'overlay'].map((name) => `(fsuse xattr ${name} ${object('local_t')})`),
    ...['tmpfs', 'devtmpfs', 'pipefs'].map((name) => `(fsuse trans ${name} ${object('any_t')})`),
    ...Object.entries({ proc: 'proc_t', sysfs: 'any_t', binfmt_misc: 'binfmt_misc_fs_t' }).map(([name, type]) => `(genfscon ${name} / ${object(type)})`),
  ];
}
