import type { Verdict } from '@staticfire/findings';

type Verdicts = Readonly<Record<string, Verdict>>;

function named(verdict: Verdict, text: string): Verdicts {
  return Object.fromEntries(text.split(' ').map((name) => [`selinux:${name}`, verdict]));
}

const fails = (text: string) => named('fail', text);
const unknown = (text: string) => named('unknown', text);
const passes = (text: string) => named('pass', text);

/** Rules that ask the policy, or the modules that it is made of; what applies to another era alone is asked as well. */
const POLICY = unknown(
  `access/unit-programs access/api-data-writers access/api-socket access/block-files access/clock-and-lease-writers access/entry-points access/host-processes access/image-cache-writers access/immutable-files access/left-to-the-kernel access/manage-system access/memory-protection access/protected-state access/relabel access/runtime-sockets access/secret-writers access/secrets-flow access/secrets-read access/state-writers access/system-configuration access/verified-code policy/capabilities policy/container-levels policy/container-ranges policy/filesystems-labelled policy/initial-contexts policy/kernel-filesystems policy/levels-separate policy/levels policy/modules-agree policy/neverallows-hold policy/no-booleans policy/no-permissive policy/unknown-denied transitions/containers-stay transitions/forbidden transitions/host-services transitions/runtimes access/runtime-objects`,
);
const LABELS = unknown('labels/as-configured labels/none-missing labels/valid');
/** What is told with whether the policy knows it. */
const CONTEXTS = unknown(
  'configuration/container-contexts configuration/relabelling mounts/api-data mounts/aws mounts/cni mounts/containerd mounts/csi mounts/host-containers mounts/kubernetes-pki',
);

const DAMAGED: Verdicts = {
  ...fails('policy/loads'),
  ...POLICY,
  ...LABELS,
  ...CONTEXTS,
  ...unknown('labels/not-for-containers configuration/policy-there labels/programs labels/table-contexts'),
};

/** Every rule of the pack `selinux` that a mutation turns, by the mutation's name: what controls.md, section 5, says of it. */
export const selinuxExpectations: Readonly<Record<string, Verdicts>> = {
  'selinux: a container writes files that dm-verity covers': fails(
    'access/unit-programs labels/not-for-containers access/immutable-files policy/neverallows-hold',
  ),
  'selinux: runtimes unlink programs that dm-verity covers': fails('access/immutable-files policy/neverallows-hold'),
  'selinux: D-Bus writes to the API socket': fails('access/api-socket policy/neverallows-hold'),
  'selinux: a container writes to the API socket': fails('access/api-socket policy/neverallows-hold'),
  'selinux: a container adds files to /etc': fails('access/system-configuration policy/neverallows-hold'),
  'selinux: a container appends to state': fails('access/protected-state access/state-writers policy/neverallows-hold'),
  'selinux: a container writes verifiers of images': fails('access/protected-state policy/neverallows-hold'),
  'selinux: a container reads secrets': fails('access/secrets-read access/secrets-flow policy/neverallows-hold'),
  'selinux: D-Bus maps the datastore': fails('access/secrets-read policy/neverallows-hold'),
  'selinux: a container reads secrets in /etc': fails('access/secrets-read policy/neverallows-hold'),
  'selinux: mount writes the datastore': fails('access/api-data-writers'),
  'selinux: the network daemon writes secrets': fails('access/secret-writers policy/neverallows-hold'),
  'selinux: host daemons write the image cache': {},
  'selinux: privileged containers write the image cache': fails('access/image-cache-writers'),
  'selinux: the network daemon writes measurements of time': fails('access/clock-and-lease-writers'),
  'selinux: the clock writes leases': fails('access/clock-and-lease-writers'),
  'selinux: the API writes state': fails('access/state-writers'),
  'selinux: privileged containers load policies': fails('access/manage-system'),
  'selinux: a container reboots the node': fails('access/manage-system policy/neverallows-hold'),
  'selinux: D-Bus starts services': fails('access/manage-system'),
  'selinux: a container traces runtimes': fails('access/host-processes policy/neverallows-hold'),
  'selinux: D-Bus kills init': fails('access/host-processes policy/neverallows-hold'),
  'selinux: runtimes become init': fails('transitions/runtimes'),
  'selinux: a container becomes a privileged one': fails('transitions/containers-stay access/host-processes'),
  'selinux: host daemons start from what containers write': fails('access/entry-points'),
  'selinux: host daemons start from /etc': fails('access/entry-points policy/neverallows-hold'),
  'selinux: containers start from memory': fails('access/entry-points policy/neverallows-hold'),
  'selinux: host daemons run code that they wrote': fails('access/memory-protection policy/neverallows-hold'),
  'selinux: runtimes run changed code': fails('access/memory-protection policy/neverallows-hold'),
  'selinux: host daemons execute local files': fails('access/verified-code policy/neverallows-hold'),
  'selinux: the kernel executes local files in its own domain': fails('access/verified-code policy/neverallows-hold'),
  'selinux: a container relabels local files': fails('access/relabel policy/neverallows-hold'),
  'selinux: privileged containers relabel sockets': fails('access/relabel policy/neverallows-hold'),
  'selinux: privileged containers block the reading of files': fails('access/block-files policy/neverallows-hold'),
  'selinux: containers write the pipes of runtimes': fails('access/runtime-objects'),
  'selinux: a container reads what runtimes have': fails('access/runtime-objects policy/neverallows-hold'),
  'selinux: a policy without open_perms': fails('policy/capabilities'),
  'selinux: files without a label are for everyone to write': fails('policy/initial-contexts'),
  'selinux: files on ext4 have no labels': fails('policy/filesystems-labelled'),
  'selinux: files in /proc are as any other': fails('policy/kernel-filesystems'),
  'selinux: local programs run as superpowered containers': fails('transitions/runtimes'),
  'selinux: network plugins get every category, in 2026': fails('policy/container-levels'),
  'selinux: network plugins get every category': fails('policy/container-ranges'),
  'selinux: categories do not keep files from being read': fails('policy/levels-separate'),
  'selinux: categories do not keep processes apart': fails('policy/levels-separate'),
  'selinux: containers change the categories of files': fails('policy/levels-separate'),
  'selinux: a permissive type': fails('policy/no-permissive'),
  'selinux: a policy that allows what it does not know': fails('policy/unknown-denied'),
  'selinux: a policy that rejects what it does not know': fails('policy/unknown-denied'),
  'selinux: half of the categories': fails('policy/levels policy/container-ranges'),
  'selinux: a rule that hangs on a boolean': fails('policy/no-booleans'),
  'selinux: the kernel becomes what nothing may become': fails('transitions/forbidden policy/neverallows-hold'),
  'selinux: a rule twice': {},
  'selinux: a type that nothing is of': {},
  'selinux: permissive': fails('configuration/enforcing'),
  'selinux: another policy': {
    ...fails('configuration/enforcing configuration/policy-there configuration/container-contexts'),
    ...POLICY,
    ...LABELS,
    ...unknown('labels/not-for-containers labels/programs labels/table labels/table-contexts'),
  },
  'selinux: no policy': {
    ...fails('configuration/policy-there policy/loads'),
    ...POLICY,
    ...unknown('labels/not-for-containers labels/programs labels/table-contexts labels/valid'),
  },
  'selinux: the policy is cut off': { ...DAMAGED },
  'selinux: bytes behind the policy': { ...DAMAGED },
  // CIL is not compiled for a version that Bottlerocket never had.
  'selinux: the policy has an older version than its name': { ...fails('policy/loads'), ...unknown('policy/modules-agree') },
  // Every context in the image has a level, which such a policy does not take.
  'selinux: a policy without levels': {
    ...fails('policy/levels policy/modules-agree policy/container-ranges configuration/container-contexts configuration/relabelling labels/programs'),
    ...fails(
      'access/unit-programs labels/table-contexts labels/valid mounts/api-data mounts/aws mounts/cni mounts/containerd mounts/csi mounts/host-containers mounts/kubernetes-pki',
    ),
    ...unknown('policy/initial-contexts policy/kernel-filesystems policy/levels-separate labels/not-for-containers'),
  },
  'selinux: the policy has a rule that its sources lack': fails(
    'access/unit-programs labels/not-for-containers policy/modules-agree access/immutable-files policy/neverallows-hold',
  ),
  'selinux: sources have a rule that the policy lacks': fails('policy/modules-agree'),
  'selinux: sources are no CIL': unknown('policy/modules-agree policy/neverallows-hold'),
  'selinux: no file contexts': {
    ...fails('configuration/policy-there'),
    ...unknown('labels/not-for-containers labels/as-configured labels/none-missing labels/valid labels/table labels/table-contexts'),
  },
  'selinux: a pattern that is none': {
    ...fails('labels/table'),
    ...unknown('labels/not-for-containers labels/as-configured labels/none-missing labels/valid'),
  },
  'selinux: file contexts with an unknown type': fails('labels/table-contexts'),
  'selinux: file contexts with a line of four words': {},
  'selinux: containers run as privileged ones': fails('configuration/container-contexts'),
  'selinux: containers run as a type that is unknown': fails('configuration/container-contexts'),
  'selinux: files of containers are secret': fails('configuration/container-contexts'),
  'selinux: no contexts for containers': fails('configuration/container-contexts'),
  'selinux: plugins of the network are as any file': fails('mounts/cni'),
  'selinux: credentials are as any file': fails('mounts/aws'),
  'selinux: the datastore is of a type that is unknown': fails('mounts/api-data'),
  'selinux: tmpfiles gives secrets a type that is unknown': fails('configuration/relabelling'),
  'selinux: containerd has the label of any program': fails('labels/as-configured labels/programs'),
  'selinux: containers may write a file of the system': fails('labels/not-for-containers labels/as-configured'),
  'selinux: a file without a label': fails('labels/not-for-containers labels/none-missing labels/programs'),
  'selinux: a program without a label, on EROFS': fails('labels/not-for-containers labels/none-missing labels/programs'),
  'selinux: a label of a type that is unknown': fails('labels/not-for-containers labels/valid labels/programs'),
  'selinux: a label with a category that is unknown': fails('labels/not-for-containers labels/valid labels/programs'),
  'selinux: a label that is none': fails('labels/not-for-containers labels/valid'),
  'selinux: a label in /etc where there is to be none': fails('labels/as-configured'),
  'selinux: neither runc nor file contexts know that it is a runtime': fails('labels/programs'),
  'selinux: a label by another name of its type': {},
  'selinux: a label with the NUL that kernels write': {},
  'selinux: helpers of the storage are as any file': fails('mounts/csi'),
  'selinux: credentials of containerd are as any file': fails('mounts/containerd'),
  'selinux: user data of host containers are as any file': fails('mounts/host-containers'),
  'selinux: keys of the kubelet are as any file': fails('mounts/kubernetes-pki'),
  'selinux: an ECS agent without a label for its environment': fails('mounts/ecs'),
  'selinux: the clock is a host daemon': fails('transitions/host-services'),
  'selinux: nobody loads modules, programs of BPF or has capabilities': passes('access/left-to-the-kernel'),
  'selinux: containers neither connect nor write in /run': passes('access/runtime-sockets'),
};
