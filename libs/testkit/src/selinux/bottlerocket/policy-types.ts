import { type PolicyEra, type RowsByEra, rowsOf } from './policy-era.ts';

/** Domains that init starts, each from programs of a type of its own. */
export const daemons = ['api', 'bus', 'clock', 'mount', 'network', 'runtime'] as const;

const SUBJECTS: RowsByEra<string> = {
  both: ['api_t', 'bus_t', 'clock_t', 'container_t', 'control_t', 'init_t', 'kernel_t', 'mount_t', 'network_t', 'runtime_t', 'super_t', 'system_t'],
  classic: [],
  '2026': ['forbidden_t'],
};
const IMMUTABLE = ['os_t', 'init_exec_t', ...daemons.map((name) => `${name}_exec_t`)];
const MUTABLE: RowsByEra<string> = {
  both: [
    ...['any_t', 'proc_t', 'etc_t', 'local_t', 'data_t', 'cni_exec_t', 'cache_t', 'csi_exec_t', 'lease_t', 'measure_t', 'secret_t', 'state_t'],
    ...['private_t', 'api_socket_t'],
  ],
  classic: [],
  // The pipe types are in no file that was read: anatomy-2026 deduces that they are objects.
  '2026': ['civ_exec_t', 'binfmt_misc_fs_t', 'etc_secret_t', 'pipe_fs_t', 'runtime_fifo_t'],
};

/** Other names, and the types that they stand for. */
export const typeAliases: Readonly<Record<string, string>> = {
  ...{ external_t: 'local_t', unlabeled_t: 'local_t', container_file_t: 'local_t' },
  ...{ spc_t: 'control_t', container_ro_file_t: 'cache_t' },
};

type Groups = Readonly<Record<string, string>>;

/** Objects that only system-level subjects write; those in the second list are not for everyone to read, either. */
const WRITE_RESTRICTED = ['cache_t', 'lease_t', 'measure_t', 'state_t'];
const READ_RESTRICTED: RowsByEra<string> = { both: ['csi_exec_t', 'private_t', 'secret_t'], classic: [], '2026': ['civ_exec_t', 'etc_secret_t'] };
const HELPERS: RowsByEra<string> = { both: ['csi_exec_t'], classic: [], '2026': ['civ_exec_t'] };
/** Subjects of the host that may run what no hash tree covers. */
const UNVERIFIED: RowsByEra<string> = { both: ['api_t', 'init_t', 'mount_t', 'runtime_t'], classic: [], '2026': ['kernel_t'] };

export function subjectsOf(era: PolicyEra): readonly string[] {
  return rowsOf(SUBJECTS, era);
}

export function objectsOf(era: PolicyEra): readonly string[] {
  return [...IMMUTABLE, ...rowsOf(MUTABLE, era)];
}

/** Helpers that run in privileged containers, by their types. */
export function helperTypes(era: PolicyEra): readonly string[] {
  return rowsOf(HELPERS, era);
}

/** Attributes of subjects, and the expression of what each stands for. */
export function subjectGroups(era: PolicyEra): Groups {
  return {
    all_s: set(subjectsOf(era)),
    confined_s: '(bus_t clock_t network_t)',
    other_s: '(container_t)',
    unprivileged_s: '(or (confined_s) (other_s))',
    unconfined_s: '(and (all_s) (not (confined_s)))',
    privileged_s: '(and (all_s) (not (unprivileged_s)))',
    trusted_s: '(and (privileged_s) (not (control_t)))',
    untrusted_s: '(and (all_s) (not (trusted_s)))',
    container_s: '(container_t control_t super_t)',
    host_s: '(and (all_s) (not (container_s)))',
    verified_s: `(and (host_s) (not ${set(rowsOf(UNVERIFIED, era))}))`,
    api_s: '(api_t super_t)',
    runtime_s: '(runtime_t super_t)',
    clock_s: '(clock_t super_t system_t)',
    network_s: '(control_t network_t super_t system_t)',
    control_s: '(control_t super_t system_t)',
  };
}

/** The same of objects. */
export function objectGroups(era: PolicyEra): Groups {
  return {
    all_o: set(objectsOf(era)),
    immutable_o: set(IMMUTABLE),
    mutable_o: '(and (all_o) (not (immutable_o)))',
    ephemeral_o: '(any_t proc_t)',
    dynamic_o: era === 'classic' ? '(etc_t)' : '(binfmt_misc_fs_t etc_t)',
    shared_o: '(cni_exec_t data_t local_t)',
    unshared_o: '(and (all_o) (not (shared_o)))',
    constrained_o: '(data_t)',
    unconstrained_o: '(and (all_o) (not (constrained_o)))',
    read_restricted_o: set(rowsOf(READ_RESTRICTED, era)),
    write_restricted_o: `(or (read_restricted_o) ${set(WRITE_RESTRICTED)})`,
    sensitive_o: set([...helperTypes(era), 'secret_t', 'state_t']),
    container_exec_o: set(['cache_t', 'cni_exec_t', 'data_t', 'secret_t', ...helperTypes(era)]),
  };
}

/** The same of both. */
export function commonGroups(era: PolicyEra): Groups {
  const restricted = era === 'classic' ? 'read_restricted_o' : 'non_public';
  return {
    global: '(or (all_s) (all_o))',
    ...(era === 'classic' ? {} : { non_public: '(or (read_restricted_o) (runtime_s))' }),
    public: `(and (global) (not (${restricted})))`,
  };
}

function set(names: readonly string[]): string {
  return `(${names.join(' ')})`;
}
