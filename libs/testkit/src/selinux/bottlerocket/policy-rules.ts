import { type PolicyEra, type RowsByEra, rowsOf } from './policy-era.ts';
import { daemons, helperTypes } from './policy-types.ts';

/** `who what: map permissions, map permissions`: types, attributes or self; permissions of a class map or of a class. */
const ALLOWED: RowsByEra<string> = {
  both: [
    'all_s all_s: processes describe',
    'all_s self: processes transform interact, files mutate',
    'privileged_s all_s: processes interact',
    'kernel_t init_t: processes transform',
    ...[...daemons, 'system', 'control'].map((name) => `init_t ${name}_t: processes transform`),
    'runtime_t container_s: processes transform',
    ...['init', ...daemons].map((name) => `${name}_t ${name}_exec_t: files enter`),
    'system_t os_t: files enter',
    ...['os_t', 'runtime_exec_t', 'container_exec_o'].map((target) => `container_s ${target}: files enter`),
    'all_s global: files describe, sockets use, networks use, ipcs use, systems use',
    ...['runtime_s', 'control_t', 'mount_t'].map((source) => `${source} global: files execute`),
    'container_s public: files execute',
    'api_t any_t: files execute',
    'init_t csi_exec_t: files execute',
    ...['api_t', 'init_t', 'verified_s'].map((source) => `${source} immutable_o: files execute`),
    'all_s ephemeral_o: files mutate mount',
    'trusted_s etc_t: files mutate mount',
    'network_t etc_t: files mutate',
    'unconfined_s shared_o: files mutate mount',
    ...['api_s', 'runtime_s'].map((source) => `${source} secret_t: files mutate mount`),
    'control_s sensitive_o: files mutate mount',
    'mount_t sensitive_o: files mutate',
    'api_s private_t: files mutate',
    'clock_s measure_t: files mutate',
    'network_s lease_t: files mutate',
    ...['api_s', 'control_s'].map((source) => `${source} api_socket_t: files mutate`),
    'trusted_s global: files mount relabel, filesystems relabel, sockets relabel, networks relabel, systems manage',
    'trusted_s all_o: files block',
    'container_s constrained_o: files relabel',
    'container_s local_t: filesystems relabel',
    'container_s self: processes relax',
    'container_s global: files relax',
    'bus_t global: dbus all, security compute_av',
    'bus_t init_t: system status',
    ...['bus_t', 'self'].map((target) => `network_t ${target}: dbus all`),
    ...['all_s proc_t', 'all_o self', 'all_o ephemeral_o', 'write_restricted_o local_t', 'shared_o local_t'].map((pair) => `${pair}: filesystem associate`),
  ],
  classic: ['all_s public: files load', 'privileged_s global: files load', 'runtime_s cache_t: files mutate', 'container_s runtime_t: files mutate'],
  '2026': [
    'all_s global: files receive',
    'all_s public: files load ioctl',
    'privileged_s global: files load ioctl',
    'kernel_t immutable_o: files execute',
    'kernel_t mutable_o: file execute',
    'trusted_s cache_t: files mutate',
    'trusted_s etc_secret_t: files mutate',
    'privileged_s binfmt_misc_fs_t: files mutate mount',
    ...['runtime_s', 'container_s'].map((source) => `${source} runtime_fifo_t: files mutate`),
    'container_s system_t: fifo_file write',
    'container_s data_t: filesystems relabel',
  ],
};

/** The same for what no rule may allow. */
const FORBIDDEN: RowsByEra<string> = {
  both: [
    'unprivileged_s privileged_s: processes interact',
    'verified_s mutable_o: files execute',
    'other_s dynamic_o: files mutate mount',
    'unprivileged_s sensitive_o: files mutate mount',
    'confined_s shared_o: files mutate mount',
    'other_s write_restricted_o: files mutate mount',
    'unprivileged_s api_socket_t: files mutate',
    ...['all_s', 'unconstrained_o'].map((target) => `untrusted_s ${target}: files relabel`),
    'untrusted_s unshared_o: filesystems relabel',
    'untrusted_s global: files block',
    ...['processes', 'files'].map((map) => `host_s global: ${map} relax`),
    'all_s immutable_o: files mutate',
    ...['ephemeral_o', 'dynamic_o'].map((target) => `all_s ${target}: files enter`),
    ...['sockets', 'networks'].map((map) => `untrusted_s global: ${map} relabel`),
    'other_s global: systems manage',
  ],
  classic: ['unprivileged_s read_restricted_o: files load execute'],
  '2026': [
    'unprivileged_s non_public: files load execute',
    'untrusted_s etc_secret_t: files mutate',
    'kernel_t mutable_o: file execute_no_trans',
    'kernel_t forbidden_t: processes transform',
    'forbidden_t all_o: files enter',
  ],
};

/** Source, target, class, name in quotes or none, new type. */
const TRANSITIONS: RowsByEra<string> = {
  both: [
    'kernel_t init_exec_t process init_t',
    'init_t os_t process system_t',
    ...daemons.map((name) => `init_t ${name}_exec_t process ${name}_t`),
    'init_t csi_exec_t process control_t',
    'runtime_t cni_exec_t process container_t',
    ...['content.v1.content', 'metadata.v1.bolt', 'snapshotter.v1.overlayfs'].map((name) => `runtime_t local_t dir "io.containerd.${name}" cache_t`),
    'runtime_t local_t dir "overlay2" cache_t',
    ...['host', 'bootstrap'].map((name) => `system_t local_t dir "${name}-containers" secret_t`),
    'api_t any_t sock_file "api.sock" api_socket_t',
  ],
  classic: [],
  '2026': [
    'runtime_t pipe_fs_t fifo_file runtime_fifo_t',
    ...['any_t', 'local_t', 'secret_t', 'state_t', 'data_t'].map((type) => `all_s ${type} fifo_file ${type}`),
    'kernel_t mutable_o process forbidden_t',
  ],
};

/** Source, target, class, range. */
const RANGES: RowsByEra<string> = {
  both: ['runtime_t cni_exec_t process no_categories'],
  classic: [],
  '2026': ['init_t runtime_exec_t process every_category', 'runtime_t pipe_fs_t fifo_file no_categories'],
};

/** The statements of module `rules`: allow, neverallow, dontaudit and transitions. */
export function policyRules(era: PolicyEra): string[] {
  return [
    ...rowsOf(ALLOWED, era).flatMap((line) => statements('allow', line)),
    ...rowsOf(FORBIDDEN, era).flatMap((line) => statements('neverallow', line)),
    '(dontaudit container_t any_t (file (relabelfrom)))',
    ...rowsOf(TRANSITIONS, era).map((line) => `(typetransition ${line})`),
    ...rowsOf(RANGES, era).map((line) => `(rangetransition ${line})`),
    ...privilegedEntries(era),
    ...(era === 'classic' ? [] : ['(roletransition system_r all_o fifo_file object_r)']),
  ];
}

/** What starts privileged containers: they get every category, as a range before 2026 and as one level since. */
function privilegedEntries(era: PolicyEra): string[] {
  const range = era === 'classic' ? 'whole_range' : 'every_category';
  const files = ['cache_t', 'data_t', 'secret_t', ...helperTypes(era)];
  return [
    ...files.flatMap((file) => [`(typetransition runtime_t ${file} process control_t)`, `(rangetransition runtime_t ${file} process ${range})`]),
    `(rangetransition init_t csi_exec_t process ${range})`,
  ];
}

function statements(keyword: string, line: string): string[] {
  const [pair, access] = line.split(': ');
  return access!.split(', ').map((each) => {
    const [map, ...permissions] = each.split(' ');
    return `(${keyword} ${pair} (${map} (${permissions.join(' ')})))`;
  });
}
