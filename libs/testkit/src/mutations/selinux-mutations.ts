import { file } from '../lab/tree.ts';
import { fileContextLines } from '../selinux/bottlerocket/file-labels.ts';
import { addFiles, both, type Change, editFile, removeFile } from './change.ts';
import {
  addToPolicy,
  changeBinaryPolicy,
  editModuleAlone,
  editModules,
  factory,
  fileContexts,
  policyPath,
  relabel,
  replaceInPolicy,
  runtimeContexts,
} from './change-policy.ts';
import type { Mutation, MutationBase } from './mutation.ts';
import { selinuxExpectations } from './selinux-expectations.ts';

type Unjudged = Omit<Mutation, 'expect'>;

const UNITS = 'usr/lib/systemd/system';
const OBJECT = 'system_u:object_r';

const configure = (text: string) => addFiles(file(`${factory}/config`, text));
const addContexts =
  (line: string): Change =>
  (base) =>
    addFiles(file(fileContexts, `${fileContextLines(base.release.policyEra)}${line}\n`))(base);
const replaceIn = (path: string, from: string, to: string) =>
  editFile(path, (text) => {
    if (!text.includes(from)) throw new Error(`${path} has no ${from}`);
    return text.replace(from, to);
  });
const editUnit = (name: string, from: string, to: string) => replaceIn(`${UNITS}/${name}`, from, to);

/** Half as many categories. */
const fewerCategories = editModules((text) =>
  text
    .replaceAll(/^\(category c(\d+)\)\n/gm, (line, number) => (Number(number) < 512 ? line : ''))
    .replace(/ c512 .* c1023\)\)/, '))')
    .replaceAll('c0 c1023', 'c0 c511'),
);

/** A rule too many; the first word of the name says which control it is against (controls.md, section 5). */
const RULES: readonly (readonly [name: string, statement: string, base?: MutationBase])[] = [
  ['a container writes files that dm-verity covers', '(allow container_t os_t (file (write)))'],
  ['runtimes unlink programs that dm-verity covers', '(allow runtime_t runtime_exec_t (file (unlink)))', 'demo-2026'],
  ['D-Bus writes to the API socket', '(allow bus_t api_socket_t (sock_file (write)))'],
  ['a container writes to the API socket', '(allow container_t api_socket_t (sock_file (write)))', 'demo-2026'],
  ['a container adds files to /etc', '(allow container_t etc_t (dir (add_name write)))'],
  ['a container appends to state', '(allow container_t state_t (file (append)))'],
  ['a container writes verifiers of images', '(allow container_t civ_exec_t (file (write)))', 'demo-2026'],
  ['a container reads secrets', '(allow container_t secret_t (file (read open)))'],
  ['D-Bus maps the datastore', '(allow bus_t private_t (file (map)))'],
  ['a container reads secrets in /etc', '(allow container_t etc_secret_t (file (read)))', 'demo-2026'],
  ['mount writes the datastore', '(allow mount_t private_t (file (write)))'],
  ['the network daemon writes secrets', '(allow network_t secret_t (file (write)))'],
  ['host daemons write the image cache', '(allow system_t cache_t (file (write)))'],
  ['privileged containers write the image cache', '(allow control_t cache_t (dir (add_name)))', 'demo-2026'],
  ['the network daemon writes measurements of time', '(allow network_t measure_t (file (write)))'],
  ['the clock writes leases', '(allow clock_t lease_t (file (write)))'],
  ['the API writes state', '(allow api_t state_t (file (write)))'],
  ['privileged containers load policies', '(allow control_t kernel_t (security (load_policy)))'],
  ['a container reboots the node', '(allow container_t init_t (system (reboot)))'],
  ['D-Bus starts services', '(allow bus_t os_t (service (start)))', 'demo-2026'],
  ['a container traces runtimes', '(allow container_t runtime_t (process (ptrace)))'],
  ['D-Bus kills init', '(allow bus_t init_t (process (sigkill)))', 'demo-2026'],
  ['runtimes become init', '(allow runtime_t init_t (process (transition)))'],
  ['a container becomes a privileged one', '(allow container_t control_t (process (dyntransition)))'],
  ['host daemons start from what containers write', '(allow system_t data_t (file (entrypoint)))'],
  ['host daemons start from /etc', '(allow system_t etc_t (file (entrypoint)))'],
  ['containers start from memory', '(allow container_t any_t (file (entrypoint)))', 'demo-2026'],
  ['host daemons run code that they wrote', '(allow system_t self (process (execmem)))'],
  ['runtimes run changed code', '(allow runtime_t any_t (file (execmod)))', 'demo-2026'],
  ['host daemons execute local files', '(allow system_t local_t (file (execute)))'],
  ['the kernel executes local files in its own domain', '(allow kernel_t local_t (file (execute_no_trans)))', 'demo-2026'],
  ['a container relabels local files', '(allow container_t local_t (file (relabelto)))'],
  ['privileged containers relabel sockets', '(allow control_t any_t (tcp_socket (relabelfrom)))', 'demo-2026'],
  ['privileged containers block the reading of files', '(allow control_t os_t (file (watch_with_perm)))'],
  ['containers write the pipes of runtimes', '(allow container_s runtime_t (fifo_file (write)))', 'demo-2026'],
  ['a container reads what runtimes have', '(allow container_t runtime_t (file (read)))', 'demo-2026'],
];

/** Another text where one of the modules has this one. */
const TEXTS: readonly (readonly [name: string, before: string, after: string, base?: MutationBase])[] = [
  ['a policy without open_perms', '(policycap open_perms)\n', ''],
  ['files without a label are for everyone to write', '(sidcontext unlabeled (system_u object_r local_t ', '(sidcontext unlabeled (system_u object_r any_t '],
  ['files on ext4 have no labels', '(fsuse xattr ext4 ', '(fsuse xattr btrfs '],
  ['files in /proc are as any other', '(genfscon proc / (system_u object_r proc_t ', '(genfscon proc / (system_u object_r any_t ', 'demo-2026'],
  ['local programs run as superpowered containers', '(typetransition runtime_t data_t process control_t)', '(typetransition runtime_t data_t process super_t)'],
  ['the clock is a host daemon', '(typetransition init_t clock_exec_t process clock_t)', '(typetransition init_t clock_exec_t process system_t)'],
  ['nobody loads modules, programs of BPF or has capabilities', '(allow all_s global (systems (use)))\n', ''],
  [
    'network plugins get every category, in 2026',
    '(rangetransition runtime_t cni_exec_t process no_categories)',
    '(rangetransition runtime_t cni_exec_t process every_category)',
    'demo-2026',
  ],
  [
    'network plugins get every category',
    '(rangetransition runtime_t cni_exec_t process no_categories)',
    '(rangetransition runtime_t cni_exec_t process whole_range)',
  ],
];

const withoutConstraint = (start: string) => editModules((text) => text.replace(new RegExp(`^\\(${start} .*\\n`, 'm'), ''));
const CONSTRAINTS: readonly (readonly [name: string, start: string])[] = [
  ['categories do not keep files from being read', 'mlsconstrain \\(files \\(load\\)\\)'],
  ['categories do not keep processes apart', 'mlsconstrain \\(processes \\(interact\\)\\)'],
  ['containers change the categories of files', 'mlsvalidatetrans files'],
];

const policyMutations: readonly Unjudged[] = [
  ...RULES.map(([name, statement, base = 'demo']): Unjudged => ({ name: `selinux: ${name}`, base, change: addToPolicy(statement) })),
  ...TEXTS.map(([name, before, after, base = 'demo']): Unjudged => ({ name: `selinux: ${name}`, base, change: replaceInPolicy(before, after) })),
  ...CONSTRAINTS.map(([name, start]): Unjudged => ({ name: `selinux: ${name}`, change: withoutConstraint(start) })),
  { name: 'selinux: a permissive type', change: addToPolicy('(typepermissive container_t)') },
  {
    name: 'selinux: a policy that allows what it does not know',
    change: replaceInPolicy('(handleunknown deny)', '(handleunknown allow)'),
  },
  {
    name: 'selinux: a policy that rejects what it does not know',
    base: 'demo-2026',
    change: replaceInPolicy('(handleunknown deny)', '(handleunknown reject)'),
  },
  { name: 'selinux: half of the categories', change: fewerCategories },
  {
    name: 'selinux: a rule that hangs on a boolean',
    change: addToPolicy('(boolean debugging false)', '(booleanif debugging (true (allow system_t etc_t (file (write)))))'),
  },
  {
    name: 'selinux: the kernel becomes what nothing may become',
    base: 'demo-2026',
    change: both(replaceInPolicy('(neq t2 forbidden_t)', '(neq t2 os_t)'), addToPolicy('(allow kernel_t forbidden_t (process (transition)))')),
  },
  {
    name: 'selinux: containers neither connect nor write in /run',
    change: both(
      replaceInPolicy('(allow all_s global (sockets (use)))', '(allow trusted_s global (sockets (use)))'),
      replaceInPolicy('(allow all_s ephemeral_o (files (mutate mount)))', '(allow trusted_s ephemeral_o (files (mutate mount)))'),
    ),
  },
  // What the policy has already, in other words.
  { name: 'selinux: a rule twice', change: addToPolicy('(allow container_t data_t (file (read write)))') },
  { name: 'selinux: a type that nothing is of', base: 'demo-2026', change: addToPolicy('(type lab_t)', '(roletype object_r lab_t)') },
];

const addRule = 'allow container_t os_t (file (write))';

const fileMutations: readonly Unjudged[] = [
  { name: 'selinux: permissive', change: configure('SELINUX=permissive\nSELINUXTYPE=fortified\n') },
  { name: 'selinux: another policy', change: configure('SELINUX=enforcing\nSELINUXTYPE=targeted\n') },
  { name: 'selinux: no policy', change: (base) => removeFile(policyPath(base))(base) },
  { name: 'selinux: the policy is cut off', change: changeBinaryPolicy(() => ({ resizedBy: -1000 })) },
  { name: 'selinux: bytes behind the policy', base: 'demo-2026', change: changeBinaryPolicy(() => ({ resizedBy: 1 })) },
  { name: 'selinux: the policy has an older version than its name', change: changeBinaryPolicy(() => ({ version: 30 })) },
  { name: 'selinux: a policy without levels', change: changeBinaryPolicy(({ cil }) => ({ cil: cil.replace('(mls true)', '(mls false)') })) },
  { name: 'selinux: the policy has a rule that its sources lack', change: changeBinaryPolicy(({ cil }) => ({ cil: `${cil}(${addRule})\n` })) },
  {
    name: 'selinux: sources have a rule that the policy lacks',
    base: 'demo-2026',
    change: editModuleAlone('rules', (text) => `${text}(allow api_t os_t (sem (create)))\n(allow clock_t etc_t (file (write)))\n`),
  },
  { name: 'selinux: sources are no CIL', change: editModuleAlone('mcs', (text) => `${text}(mlsconstrain`) },
  { name: 'selinux: no file contexts', change: removeFile(fileContexts) },
  { name: 'selinux: a pattern that is none', change: addContexts(`/usr/bin/(x\t--\t${OBJECT}:os_t:s0`) },
  { name: 'selinux: file contexts with an unknown type', base: 'demo-2026', change: addContexts(`/.*/usr/bin/x\t--\t${OBJECT}:lab_t:s0`) },
  { name: 'selinux: file contexts with a line of four words', change: addContexts(`/.*/usr/bin/x -- ${OBJECT}:os_t:s0 more`) },
  { name: 'selinux: containers run as privileged ones', change: replaceIn(runtimeContexts, 'container_t', 'control_t') },
  {
    name: 'selinux: containers run as a type that is unknown',
    base: 'demo-2026',
    change: replaceIn(runtimeContexts, 'container_t', 'lab_t'),
  },
  { name: 'selinux: files of containers are secret', change: replaceIn(runtimeContexts, ':data_t:', ':secret_t:') },
  { name: 'selinux: no contexts for containers', base: 'demo-2026', change: removeFile(runtimeContexts) },
  { name: 'selinux: plugins of the network are as any file', change: editUnit('opt-cni.mount', 'cni_exec_t', 'any_t') },
  {
    name: 'selinux: credentials are as any file',
    base: 'demo-2026',
    change: editUnit('root-.aws.mount', `,context=${OBJECT}:secret_t:s0`, ''),
  },
  { name: 'selinux: the datastore is of a type that is unknown', change: editUnit('var-lib-bottlerocket.mount', 'private_t', 'privat_t') },
  { name: 'selinux: helpers of the storage are as any file', change: editUnit('opt-csi.mount', 'csi_exec_t', 'any_t') },
  { name: 'selinux: credentials of containerd are as any file', change: editUnit('etc-containerd.mount', `,context=${OBJECT}:secret_t:s0`, '') },
  { name: 'selinux: user data of host containers are as any file', change: editUnit('etc-host\\x2dcontainers.mount', 'secret_t', 'etc_t') },
  { name: 'selinux: keys of the kubelet are as any file', change: editUnit('etc-kubernetes-pki-private.mount', 'secret_t', 'any_t') },
  {
    name: 'selinux: an ECS agent without a label for its environment',
    change: addFiles(
      file(
        `${UNITS}/etc-systemd-system-ecs.service.d.mount`,
        '[Mount]\nWhat=tmpfs\nWhere=/etc/systemd/system/ecs.service.d\nType=tmpfs\nOptions=nosuid,nodev,noexec\n',
      ),
    ),
  },
  {
    name: 'selinux: tmpfiles gives secrets a type that is unknown',
    change: replaceIn('usr/lib/tmpfiles.d/host-containers.conf', 'secret_t', 'lab_t'),
  },
];

const RUNC = '/.*/usr(/fips)?/bin/runc.*" file (system_u object_r';

const labelMutations: readonly Unjudged[] = [
  { name: 'selinux: containerd has the label of any program', change: relabel('usr/bin/containerd', `${OBJECT}:os_t:s0`) },
  { name: 'selinux: containers may write a file of the system', base: 'demo-2026', change: relabel('usr/lib/os-release', `${OBJECT}:data_t:s0`) },
  { name: 'selinux: a file without a label', change: relabel('usr/bin/storewolf', null) },
  { name: 'selinux: a program without a label, on EROFS', base: 'demo-uki', change: relabel('usr/bin/runc', null) },
  { name: 'selinux: a label of a type that is unknown', change: relabel('usr/bin/storewolf', `${OBJECT}:lab_t:s0`) },
  {
    name: 'selinux: a label with a category that is unknown',
    base: 'demo-2026',
    change: relabel('usr/bin/runc', `${OBJECT}:runtime_exec_t:s0:c1024`),
  },
  { name: 'selinux: a label that is none', change: relabel('usr/share/updog/root.json', 'os_t') },
  { name: 'selinux: a label in /etc where there is to be none', base: 'demo-2026', change: relabel('/etc/selinux', `${OBJECT}:data_t:s0`) },
  {
    name: 'selinux: neither runc nor file contexts know that it is a runtime',
    change: both(replaceInPolicy(`${RUNC} runtime_exec_t `, `${RUNC} os_t `), relabel('usr/bin/runc', `${OBJECT}:os_t:s0`)),
  },
  // Other words for the same.
  { name: 'selinux: a label by another name of its type', change: relabel('/opt', `${OBJECT}:external_t:s0`) },
  { name: 'selinux: a label with the NUL that kernels write', change: relabel('usr/bin/runc', `${OBJECT}:runtime_exec_t:s0\0`) },
];

/** Of the policy, of the files that ship with it, and of labels: one change or more for each of SEL-01 to SEL-40 of controls.md. */
export const selinuxMutations: readonly Mutation[] = [...policyMutations, ...fileMutations, ...labelMutations].map((mutation) => {
  const expect = selinuxExpectations[mutation.name];
  if (expect === undefined) throw new Error(`nothing is expected of ${mutation.name}`);
  return { ...mutation, expect };
});
