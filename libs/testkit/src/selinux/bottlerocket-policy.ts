import { bottlerocketClasses, bottlerocketMaps, fileClasses } from './bottlerocket-classes.ts';

const SUBJECTS = ['api_t', 'bus_t', 'clock_t', 'container_t', 'control_t', 'init_t', 'kernel_t', 'mount_t', 'network_t', 'runtime_t', 'super_t', 'system_t'];
const EXECUTED = ['init', 'api', 'clock', 'network', 'bus', 'runtime', 'mount'];
const IMMUTABLE = ['os_t', ...EXECUTED.map((name) => `${name}_exec_t`)];
const MUTABLE = [
  ...['any_t', 'proc_t', 'etc_t', 'local_t', 'data_t', 'cni_exec_t', 'cache_t', 'csi_exec_t', 'lease_t', 'measure_t', 'secret_t', 'state_t'],
  ...['private_t', 'api_socket_t'],
];
const ALIASES = { external_t: 'local_t', unlabeled_t: 'local_t', container_file_t: 'local_t', spc_t: 'control_t', container_ro_file_t: 'cache_t' };

/** Attributes, and the expression of what each stands for. */
const GROUPS: Readonly<Record<string, string>> = {
  all_s: `(${SUBJECTS.join(' ')})`,
  trusted_s: '(api_t init_t kernel_t mount_t runtime_t super_t system_t)',
  confined_s: '(bus_t clock_t network_t)',
  container_s: '(container_t control_t super_t)',
  verified_s: '(bus_t clock_t kernel_t network_t system_t)',
  privileged_s: '(or (trusted_s) (control_t))',
  unprivileged_s: '(xor (all_s) (privileged_s))',
  untrusted_s: '(and (all_s) (not (trusted_s)))',
  unconfined_s: '(and (all_s) (not (confined_s)))',
  host_s: '(xor (all_s) (container_s))',
  other_s: '(and (unprivileged_s) (not (confined_s)))',
  all_o: `(${[...IMMUTABLE, ...MUTABLE].join(' ')})`,
  immutable_o: `(${IMMUTABLE.join(' ')})`,
  mutable_o: '(xor (all_o) (immutable_o))',
  ephemeral_o: '(any_t proc_t)',
  dynamic_o: '(etc_t)',
  shared_o: '(local_t data_t cni_exec_t)',
  unshared_o: '(xor (all_o) (shared_o))',
  constrained_o: '(data_t)',
  unconstrained_o: '(xor (all_o) (constrained_o))',
  write_restricted_o: '(cache_t csi_exec_t lease_t measure_t secret_t state_t private_t)',
  sensitive_o: '(csi_exec_t secret_t state_t)',
  read_restricted_o: '(csi_exec_t secret_t private_t)',
  entered_o: '(data_t cache_t secret_t cni_exec_t csi_exec_t)',
  public_o: '(and (global) (not (read_restricted_o)))',
  global: '(or (all_s) (all_o))',
};

/** `who what: permissions of a class map, comma, ...`; the names on the left are types, attributes or self. */
const RULES = [
  'all_s global: files describe, filesystems use, sockets use, systems use, processes use',
  'all_s public_o: files load',
  'privileged_s read_restricted_o: files load',
  'all_s immutable_o: files execute',
  'api_t any_t: files execute',
  'container_t public_o: files execute',
  'control_t global: files execute',
  'mount_t global: files execute',
  'runtime_t global: files execute',
  'super_t global: files execute',
  'init_t csi_exec_t: files execute',
  ...EXECUTED.map((name) => `${name}_t ${name}_exec_t: files enter`),
  'system_t os_t: files enter',
  ...['os_t', 'runtime_exec_t', 'entered_o'].map((target) => `container_s ${target}: files enter`),
  ...['all_s ephemeral_o', 'unconfined_s shared_o', 'trusted_s etc_t', 'network_t etc_t', 'all_s self', 'container_s runtime_t'].map(
    (pair) => `${pair}: files mutate`,
  ),
  ...['api_t', 'control_t', 'mount_t', 'runtime_t', 'super_t', 'system_t'].map((source) => `${source} secret_t: files mutate`),
  ...['control_t', 'mount_t', 'super_t', 'system_t'].flatMap((source) => [`${source} state_t: files mutate`, `${source} csi_exec_t: files mutate`]),
  ...['control_t', 'network_t', 'super_t', 'system_t'].map((source) => `${source} lease_t: files mutate`),
  ...['clock_t', 'super_t', 'system_t'].map((source) => `${source} measure_t: files mutate`),
  ...['api_t', 'control_t', 'super_t', 'system_t'].map((source) => `${source} api_socket_t: files mutate`),
  ...['runtime_t cache_t', 'super_t cache_t', 'api_t private_t', 'super_t private_t'].map((pair) => `${pair}: files mutate`),
  ...['trusted_s global', 'all_s ephemeral_o', 'unconfined_s shared_o', 'control_t sensitive_o'].map((pair) => `${pair}: files mount`),
  'trusted_s global: files relabel, filesystems relabel, files block, sockets relabel, networks relabel, systems manage',
  'container_s data_t: files relabel',
  'container_s global: files relax',
  'container_s self: processes relax',
  ...['all_s self', 'privileged_s all_s'].map((pair) => `${pair}: processes interact`),
  'kernel_t init_t: processes transform',
  ...['api_t', 'bus_t', 'clock_t', 'control_t', 'mount_t', 'network_t', 'runtime_t', 'system_t'].map((target) => `init_t ${target}: processes transform`),
  'runtime_t container_s: processes transform',
];

/** The same for what no rule may allow. */
const NEVERALLOWS = [
  'unprivileged_s privileged_s: processes interact',
  'unprivileged_s read_restricted_o: files load execute',
  'verified_s mutable_o: files execute',
  'other_s dynamic_o: files mutate mount',
  'unprivileged_s sensitive_o: files mutate mount',
  'confined_s shared_o: files mutate mount',
  'other_s write_restricted_o: files mutate mount',
  'unprivileged_s api_socket_t: files mutate',
  'untrusted_s all_s: files relabel',
  'untrusted_s unconstrained_o: files relabel',
  'untrusted_s unshared_o: filesystems relabel',
  'untrusted_s global: files block',
  'host_s global: processes relax',
  'host_s global: files relax',
  'all_s immutable_o: files mutate',
  'all_s ephemeral_o: files enter',
  'all_s dynamic_o: files enter',
  'untrusted_s global: sockets relabel',
  'untrusted_s global: networks relabel',
  'other_s global: systems manage',
];

/** Source, file, class, new type. */
const TRANSITIONS = [
  'kernel_t init_exec_t process init_t',
  'init_t os_t process system_t',
  ...EXECUTED.filter((name) => name !== 'init').map((name) => `init_t ${name}_exec_t process ${name}_t`),
  'init_t csi_exec_t process control_t',
  ...['data_t', 'cache_t', 'secret_t', 'csi_exec_t'].map((file) => `runtime_t ${file} process control_t`),
  'runtime_t cni_exec_t process container_t',
  ...['host-containers', 'bootstrap-containers'].map((name) => `system_t local_t dir "${name}" secret_t`),
  'api_t any_t sock_file "api.sock" api_socket_t',
];

const CATEGORIES = Array.from({ length: 1024 }, (_, index) => `c${index}`);
const SIDS = ['kernel', 'security', 'unlabeled', 'fs', 'file'];

/**
 * CIL of a policy that has the types of Bottlerocket's and grants the same access to files, processes and policy (selinux.md, sections 6.1 and 6.2), in our
 * own words. Statements in `more` come at the end.
 */
export function bottlerocketPolicy(more = ''): string {
  return [...header(), ...classMaps(), ...types(), ...rules(), ...levels(), ...contexts(), more, ''].join('\n');
}

/** The same, so that rules against its neverallow statements compile. */
export function withoutNeverallows(cil: string): string {
  return cil.replaceAll(/^\(neverallow .*\n/gm, '');
}

function header(): string[] {
  return [
    '(handleunknown deny)',
    '(mls true)',
    ...['network_peer_controls', 'open_perms', 'extended_socket_class', 'cgroup_seclabel', 'nnp_nosuid_transition', 'genfs_seclabel_symlinks'].map(
      (name) => `(policycap ${name})`,
    ),
    ...Object.entries(bottlerocketClasses).map(([name, permissions]) => `(class ${name} (${permissions}))`),
    `(classorder (${Object.keys(bottlerocketClasses).join(' ')}))`,
    `(defaultrange (${fileClasses.join(' ')}) target low-high)`,
    ...['(sensitivity s0)', '(sensitivityorder (s0))', ...CATEGORIES.map((name) => `(category ${name})`), `(categoryorder (${CATEGORIES.join(' ')}))`],
    ...['(sensitivitycategory s0 (range c0 c1023))', '(level low (s0))', '(level high (s0 (range c0 c1023)))'],
    ...['(levelrange low_low (low low))', '(levelrange low_high (low high))'],
  ];
}

/** Of files each by a named set of permissions, of the others directly. */
function classMaps(): string[] {
  return Object.entries(bottlerocketMaps).flatMap(([map, permissions]) => [
    `(classmap ${map} (${Object.keys(permissions).join(' ')}))`,
    ...Object.entries(permissions).flatMap(([permission, pairs]) =>
      pairs.flatMap(([tclass, names], index) => {
        const set = `${permission}_${tclass}_${index}`;
        if (map !== 'files') return [`(classmapping ${map} ${permission} (${tclass} (${names})))`];
        return [`(classpermission ${set})`, `(classpermissionset ${set} (${tclass} (${names})))`, `(classmapping ${map} ${permission} ${set})`];
      }),
    ),
  ]);
}

function types(): string[] {
  return [
    ...[...SUBJECTS, ...IMMUTABLE, ...MUTABLE].map((name) => `(type ${name})`),
    ...Object.entries(ALIASES).flatMap(([alias, name]) => [`(typealias ${alias})`, `(typealiasactual ${alias} ${name})`]),
    ...Object.entries(GROUPS).flatMap(([name, expression]) => [`(typeattribute ${name})`, `(typeattributeset ${name} ${expression})`]),
    ...['(user system_u)', '(role system_r)', '(role object_r)', '(userrole system_u system_r)', '(userrole system_u object_r)'],
    ...['(userlevel system_u low)', '(userrange system_u low_high)', '(roletype system_r all_s)', '(roletype object_r all_o)'],
  ];
}

function statements(keyword: string, line: string): string[] {
  const [pair, access] = line.split(': ');
  return access!.split(', ').map((each) => {
    const [map, ...permissions] = each.split(' ');
    return `(${keyword} ${pair} (${map} (${permissions.join(' ')})))`;
  });
}

function rules(): string[] {
  return [
    ...RULES.flatMap((line) => statements('allow', line)),
    ...NEVERALLOWS.flatMap((line) => statements('neverallow', line)),
    '(allow runtime_t self (process (setexec)))',
    '(dontaudit container_t any_t (file (relabelfrom)))',
    ...TRANSITIONS.map((line) => `(typetransition ${line})`),
  ];
}

function levels(): string[] {
  const unless = '(or (dom h1 h2) (or (eq t1 privileged_s) (neq t2 constrained_o)))';
  return [
    `(mlsconstrain (files (load mutate)) ${unless})`,
    '(mlsconstrain (processes (interact)) (or (dom h1 h2) (eq t1 privileged_s)))',
    '(mlsvalidatetrans file (or (eq t3 trusted_s) (and (eq l1 l2) (eq h1 h2))))',
    ...['cache_t', 'csi_exec_t', 'data_t', 'secret_t'].map((file) => `(rangetransition runtime_t ${file} process low_high)`),
    '(rangetransition runtime_t cni_exec_t process low_low)',
    '(rangetransition init_t csi_exec_t process low_high)',
  ];
}

function contexts(): string[] {
  const object = (type: string) => `(system_u object_r ${type} low_low)`;
  return [
    ...SIDS.map((name) => `(sid ${name})`),
    `(sidorder (${SIDS.join(' ')}))`,
    ...['kernel', 'security'].map((name) => `(sidcontext ${name} (system_u system_r kernel_t low_high))`),
    ...['unlabeled', 'fs', 'file'].map((name) => `(sidcontext ${name} ${object('local_t')})`),
    ...['ext4', 'overlay', 'xfs', 'erofs'].map((name) => `(fsuse xattr ${name} ${object('local_t')})`),
    ...Object.entries({ proc: 'proc_t', sysfs: 'any_t', cgroup2: 'any_t' }).map(([name, type]) => `(genfscon ${name} / ${object(type)})`),
  ];
}
