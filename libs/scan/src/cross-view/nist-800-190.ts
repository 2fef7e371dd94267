import type { CrossViewRow, CrossViewTheme } from '@staticfire/evaluate/authoring';
import { baselineRows } from './baseline-rows.ts';

const HOST = 'cis-bottlerocket-1.0';
const WORKER = 'cis-kubernetes-worker';
const PCI = 'pci-dss-4.0.1';

const row = (id: string, about: string, by: readonly string[] = [], open?: string): CrossViewRow => ({
  id,
  about,
  by,
  ...(open === undefined ? {} : { open }),
});
/** A row of our own catalogue, as it stands there. */
function promise(id: string): CrossViewRow {
  const found = baselineRows.find((each) => each.id === id);
  if (found === undefined) throw new Error(`the catalogue has no row ${id}`);
  return row(id, found.about, found.rules, found.open);
}
const rules = (pack: string, ...names: readonly string[]) => names.map((name) => `${pack}:${name}`);

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
      promise('BR-38'),
      promise('BR-39'),
      promise('BR-40'),
      promise('BR-41'),
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
      promise('BR-10'),
      promise('BR-11'),
      promise('BR-12'),
      promise('BR-13'),
      promise('BR-14'),
      promise('BR-15'),
      promise('BR-16'),
      promise('BR-36'),
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
      promise('BR-38'),
      promise('BR-40'),
      promise('BR-41'),
      row('PCI 2.2.3', 'functions of different trust are kept apart', [`${PCI}/2.2.3`]),
    ],
  },
  {
    section: '4.5.3',
    theme: 'Parts of the host with known weaknesses are found and replaced',
    rows: [
      row('CIS 1.6', 'security patches are current', [`${HOST}/1.6`], 'people compare it with what is published'),
      promise('BR-31'),
      promise('BR-32'),
      promise('BR-33'),
      promise('BR-45'),
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
    rows: [promise('BR-15'), promise('BR-16'), promise('BR-17'), promise('BR-18'), promise('BR-20'), promise('BR-21'), promise('BR-37')],
  },
  {
    section: '4.5.5',
    theme: 'Files of the host cannot be changed unseen',
    rows: [
      promise('BR-01'),
      promise('BR-02'),
      promise('BR-03'),
      promise('BR-04'),
      promise('BR-05'),
      promise('BR-06'),
      promise('BR-07'),
      promise('BR-08'),
      promise('BR-09'),
      row('SEL-11', 'files under dm-verity are never writable', rules('selinux', 'access/immutable-files', 'access/unit-programs')),
      PROTECTED_STATE,
      row('PCI 11.5.2', 'changes of critical files are detected', [`${PCI}/11.5.2`]),
    ],
  },
  {
    section: '4.6',
    theme: 'Trust starts in hardware',
    rows: [promise('BR-23'), promise('BR-24'), promise('BR-48')],
  },
];
