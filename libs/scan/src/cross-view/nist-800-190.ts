import type { CrossViewRow, CrossViewTheme } from '@staticfire/evaluate/authoring';

const HOST = 'cis-bottlerocket-1.0';
const WORKER = 'cis-kubernetes-worker';
const PCI = 'pci-dss-4.0.1';

const row = (id: string, about: string, by: readonly string[] = [], open?: string): CrossViewRow => ({
  id,
  about,
  by,
  ...(open === undefined ? {} : { open }),
});
const rules = (pack: string, ...names: readonly string[]) => names.map((name) => `${pack}:${name}`);

const ECS_PRIVILEGED = row('BR-38', 'ECS refuses privileged containers by default', rules('baseline', 'settings/ecs-no-privileged'));
const CAPABILITIES = row('BR-40', 'containers get few capabilities by default', rules('baseline', 'settings/container-capabilities'));
const GPU = row('BR-41', 'containers share GPUs only as they are allowed to');
const CONSOLES = row('BR-16', 'nobody logs in on a console', rules('baseline', 'units/no-console-login'));
const SSH = row('BR-15', 'the host has no ssh server', rules('baseline', 'files/no-ssh'));
const PROTECTED_STATE = row('SEL-14', 'ordinary containers cannot change protected state', rules('selinux', 'access/protected-state'));

/**
 * What NIST SP 800-190 (public domain) says about hosts of containers, by section, in our own words: the rows of our own catalogue that bear
 * on it. `BR-` are promises of the operating system, `SEL-` of its SELinux policy. Rows that have no rule yet are in it as well.
 */
export const nist800190: readonly CrossViewTheme[] = [
  {
    section: '4.4.3',
    theme: 'Containers are started with safe settings',
    rows: [
      ECS_PRIVILEGED,
      row('BR-39', 'the container runtime confines containers with SELinux'),
      CAPABILITIES,
      GPU,
      row('CIS 4.2.1', 'kubelet refuses anonymous requests', [`${WORKER}/4.2.1`]),
      row('CIS 4.2.2', 'kubelet lets nobody do everything', [`${WORKER}/4.2.2`]),
      row('CIS 4.2.3', 'kubelet checks certificates of clients', [`${WORKER}/4.2.3`]),
      row('CIS 4.2.4', 'the port for reading without credentials is closed', [`${WORKER}/4.2.4`]),
      row('CIS 4.2.5', 'idle streams end', [`${WORKER}/4.2.5`]),
      row('CIS 4.2.6', 'kubelet keeps its own filter chains', [`${WORKER}/4.2.6`]),
      row('CIS 4.2.7', 'nothing overrides the name of the host', [`${WORKER}/4.2.7`]),
      row('CIS 4.2.8', 'events are not dropped', [`${WORKER}/4.2.8`]),
      row('CIS 4.2.9', 'kubelet has a certificate for its server', [`${WORKER}/4.2.9`, ...rules('baseline', 'settings/kubernetes-server-certificate')]),
      row('CIS 4.2.10', 'certificates of clients are renewed', [`${WORKER}/4.2.10`]),
      row('CIS 4.2.11', 'certificates of servers are renewed', [`${WORKER}/4.2.11`]),
      row('CIS 4.2.12', 'only strong ciphers are offered', [`${WORKER}/4.2.12`]),
      row('CIS 4.2.13', 'pods have a limit of processes', [`${WORKER}/4.2.13`, ...rules('baseline', 'settings/kubernetes-pids-limit')]),
      row('CIS 4.2.14', 'pods get a seccomp profile by default', [`${WORKER}/4.2.14`, ...rules('baseline', 'settings/kubernetes-seccomp-default')]),
      row('CIS 4.2.15', 'the unit of kubelet limits who may connect', [`${WORKER}/4.2.15`]),
    ],
  },
  {
    section: '4.5.1',
    theme: 'A host offers little to attack',
    rows: [
      row('BR-10', 'there is no shell', rules('baseline', 'files/no-shell')),
      row('BR-11', 'there are no interpreters', rules('baseline', 'files/no-shell-scripts', 'files/no-interpreters')),
      row('BR-12', 'there are no tools for debugging and administration', rules('baseline', 'files/no-debug-tools')),
      row('BR-13', 'there is no package manager and no compiler', rules('baseline', 'files/no-package-managers')),
      row('BR-14', 'no service or client speaks in clear text', rules('baseline', 'files/no-clear-text-services')),
      SSH,
      CONSOLES,
      row('BR-36', 'what listens is known'),
      row('CIS 1.1.1.1', 'a driver that nobody needs cannot be loaded: udf', [`${HOST}/1.1.1.1`]),
      row('CIS 3.3.1', 'a driver that nobody needs cannot be loaded: sctp', [`${HOST}/3.3.1`]),
    ],
  },
  {
    section: '4.5.2',
    theme: 'Tenants that share a kernel are kept apart',
    rows: [
      row('SEL-13', 'ordinary containers cannot change the configuration of the system', rules('selinux', 'access/system-configuration')),
      PROTECTED_STATE,
      row('SEL-15', 'ordinary containers and confined daemons cannot read secrets', rules('selinux', 'access/secrets-read', 'access/secrets-flow')),
      row('SEL-16', 'few may write the data of the API', rules('selinux', 'access/api-data-writers')),
      row('SEL-17', 'few may write secrets', rules('selinux', 'access/secret-writers')),
      row('SEL-18', 'few may write the cache of images', rules('selinux', 'access/image-cache-writers')),
      row('SEL-19', 'few may write clock and leases', rules('selinux', 'access/clock-and-lease-writers')),
      row('SEL-20', 'few may write the state of the system', rules('selinux', 'access/state-writers')),
      row('SEL-21', 'only trusted domains manage SELinux and the system', rules('selinux', 'access/manage-system')),
      row('SEL-22', 'ordinary containers cannot touch processes of the host', rules('selinux', 'access/host-processes')),
      row('SEL-23', 'runtimes start containers in the domains meant for them', rules('selinux', 'transitions/runtimes', 'transitions/host-services')),
      row('SEL-24', 'containers cannot leave their domain', rules('selinux', 'transitions/containers-stay')),
      row('SEL-31', 'levels keep containers apart', rules('selinux', 'policy/levels-separate')),
      row('SEL-32', 'containers have levels of their own', rules('selinux', 'policy/container-levels', 'policy/container-ranges')),
      ECS_PRIVILEGED,
      CAPABILITIES,
      GPU,
      row('PCI 2.2.3', 'functions of different trust are kept apart', [`${PCI}/2.2.3`]),
    ],
  },
  {
    section: '4.5.3',
    theme: 'Parts of the host with known weaknesses are found and replaced',
    rows: [
      row('CIS 1.6', 'security patches are current', [`${HOST}/1.6`], 'people compare it with what is published'),
      row('BR-31', 'the bundle of certificate authorities is in order', rules('baseline', 'trust/certificates', 'trust/certificates-not-expired')),
      row('BR-32', 'the release is still supported'),
      row('BR-33', 'the release says what it is', rules('baseline', 'release/identity', 'release/clean-build')),
      row('BR-45', 'settings that mend known weaknesses are kept'),
      row('PCI 6.3.1', 'weaknesses can be identified', [`${PCI}/6.3.1`]),
      row('PCI 6.3.2', 'there is an inventory of software', [`${PCI}/6.3.2`, ...rules('baseline', 'release/inventory-agrees')], 'that it is complete'),
      row(
        'PCI 6.3.3',
        'critical patches come in time',
        [`${PCI}/6.3.3`, ...rules('baseline', 'updates/source', 'updates/follows-latest')],
        'when patches are published and applied',
      ),
    ],
  },
  {
    section: '4.5.4',
    theme: 'Few people reach a host, and each by a way that is known',
    rows: [
      SSH,
      CONSOLES,
      row('BR-17', 'accounts have no password', rules('baseline', 'accounts/no-passwords')),
      row('BR-18', 'accounts have no shell to log in to', rules('baseline', 'accounts/no-login-shells')),
      row('BR-20', 'the admin container is off by default', rules('baseline', 'settings/admin-off')),
      row('BR-21', 'the control container is as documented', rules('baseline', 'settings/no-superpowered'), 'whether it is on where it should be'),
      row(
        'BR-37',
        'few may use the socket of the API',
        [...rules('baseline', 'services/api-socket'), ...rules('selinux', 'access/api-socket')],
        'the mode that apiserver gives the socket',
      ),
    ],
  },
  {
    section: '4.5.5',
    theme: 'Files of the host cannot be changed unseen',
    rows: [
      row(
        'BR-01',
        'the root filesystem equals its hash tree',
        rules('baseline', 'verity/data-intact', 'verity/covers-root', 'verity/superblock-agrees', 'verity/partitions', 'kernel/config-verity'),
      ),
      row('BR-02', 'a changed block stops the host', rules('baseline', 'verity/fails-closed')),
      row('BR-03', 'root is mounted read-only, without an initrd', rules('baseline', 'boot/root-read-only', 'boot/only-image-files')),
      row('BR-04', 'root is a filesystem of a known kind and size'),
      row('BR-05', 'the boot configuration does no harm', rules('baseline', 'boot/bootconfig-clean', 'private/only-boot-config')),
      row(
        'BR-06',
        'the command line switches no protection off',
        rules('baseline', 'boot/no-weakening', 'boot/no-override', 'boot/no-bootconfig-syntax', 'boot/selinux-enforced'),
      ),
      row('BR-07', '/etc is made anew at every start'),
      row('BR-08', 'writable mounts run no programs with other rights', rules('baseline', 'mounts/no-setuid-no-devices', 'mounts/no-programs')),
      row('BR-09', 'data has a partition of its own', rules('baseline', 'disk/partition-plan'), 'what a node mounts from it'),
      row('SEL-11', 'files under dm-verity are never writable', rules('selinux', 'access/immutable-files', 'access/unit-programs')),
      PROTECTED_STATE,
      row('PCI 11.5.2', 'changes of critical files are detected', [`${PCI}/11.5.2`]),
    ],
  },
  {
    section: '4.6',
    theme: 'Trust starts in hardware',
    rows: [
      row('BR-23', 'everything that Secure Boot checks is signed', rules('baseline', 'boot/secure-boot', 'boot/signatures-agree')),
      row('BR-24', 'keys that sign are not those of a sample', rules('baseline', 'boot/keys-not-local')),
      row('BR-48', 'the boot is measured'),
    ],
  },
];
