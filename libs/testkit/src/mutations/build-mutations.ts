import type { ImageRecipe } from '../lab/recipe.ts';
import { file } from '../lab/tree.ts';
import { addFiles, both, editFile, stateTable } from './change.ts';
import { alterDerivedId, changeKernel, editKernelConfig } from './change-2026.ts';
import type { Mutation } from './mutation.ts';

const CONFIGS = { 'baseline:kernel/config-agrees': 'fail' } as const;
const SELINUX = { 'baseline:kernel/config-selinux': 'fail' } as const;
const VERITY = { 'baseline:kernel/config-verity': 'fail' } as const;
/** A kernel without the module cannot be locked down either. */
const LOCKDOWN = {
  'baseline:kernel/config-lockdown': 'fail',
  'baseline:kernel/lockdown': 'fail',
  'baseline:kernel/module-signatures': 'pass',
  'kernel-hardening:config/security-lockdown-lsm': 'fail',
} as const;
const SWITCHES = { 'baseline:kernel/config-no-switches': 'fail' } as const;
const RELEASE = { 'baseline:kernel/one-release': 'fail' } as const;
// What is added beside the tree has no label, and what has none may be changed by containers.
const HIDDEN = { 'baseline:files/survive': 'fail', 'selinux:labels/not-for-containers': 'fail' } as const;
const GUIDS = { 'baseline:release/derived-guids': 'fail' } as const;
const INVENTORY = { 'baseline:release/inventory-agrees': 'fail' } as const;
const WAY = { 'baseline:boot/known-way': 'fail' } as const;
const ENCRYPTION = { 'baseline:storage/encryption-units': 'fail', 'baseline:storage/encryption-complete': 'fail' } as const;
const STALE = { 'baseline:verity/data-intact': 'fail' } as const;

const switchable = (config: string) => config.replace('# CONFIG_SECURITY_SELINUX_DISABLE is not set', 'CONFIG_SECURITY_SELINUX_DISABLE=y');
const withoutVerity = (config: string) => config.replace('CONFIG_DM_VERITY=y\n', '');
const unsignedModules = (config: string) => config.replace('CONFIG_MODULE_SIG=y', '# CONFIG_MODULE_SIG is not set');
const withoutLockdown = (config: string) => config.replace('CONFIG_SECURITY_LOCKDOWN_LSM=y', '# CONFIG_SECURITY_LOCKDOWN_LSM is not set');

/** The configuration inside the kernel edited. */
const editInside = (edit: (config: string) => string) => (base: ImageRecipe) =>
  base.kernel instanceof Uint8Array ? base : changeKernel({ config: edit(base.kernel.config) })(base);

/** The first package that is no source package gets another version. */
function otherVersion(text: string): string {
  const inventory = JSON.parse(text) as { Content: { Summary: string; Version: string }[] };
  inventory.Content.find(({ Summary }) => !Summary.endsWith('(source package)'))!.Version = '0.0.1';
  return JSON.stringify(inventory);
}

export const buildMutations: readonly Mutation[] = [
  {
    name: 'kernel: in a UKI, built to load modules that nobody signed',
    base: 'demo-uki',
    change: editInside(unsignedModules),
    expect: { ...SWITCHES, 'kernel-hardening:config/module-sig': 'fail', 'baseline:kernel/module-signatures': 'pass' },
  },
  { name: 'kernel: /config differs from the kernel', base: 'demo-2026', change: editKernelConfig(switchable), expect: CONFIGS, facts: ['kernel.config'] },
  { name: 'kernel: the kernel differs from /config', base: 'demo-2026', change: editInside(switchable), expect: { ...CONFIGS, ...SELINUX } },
  { name: 'kernel: built with a switch for SELinux', base: 'demo-2026', change: both(editInside(switchable), editKernelConfig(switchable)), expect: SELINUX },
  { name: 'kernel: in a UKI, built without lockdown', base: 'demo-uki', change: editInside(withoutLockdown), expect: LOCKDOWN },
  { name: 'kernel: in a UKI, built without a word about dm-verity', base: 'demo-uki', change: editInside(withoutVerity), expect: VERITY },
  {
    name: 'kernel: /config is damaged',
    base: 'demo-2026',
    change: editKernelConfig((config) => `${config}no option\n`),
    expect: { 'baseline:kernel/config-agrees': 'unknown', 'baseline:kernel/no-headers': 'unknown' },
  },
  {
    name: 'kernel: modules of a second kernel',
    base: 'demo-2026',
    change: addFiles(file('usr/lib/modules/6.1.1/kernel/fs/x.ko', 'x')),
    // No default is told that depends on the kernel's release.
    expect: {
      ...RELEASE,
      'kernel-hardening:sysctl/dev-tty-legacy-tiocsti': 'unknown',
      'kernel-hardening:sysctl/kernel-io-uring-disabled': 'unknown',
      'kernel-hardening:sysctl/kernel-oops-limit': 'unknown',
      'kernel-hardening:sysctl/kernel-warn-limit': 'unknown',
      'kernel-hardening:sysctl/vm-unprivileged-userfaultfd': 'unknown',
    },
  },
  { name: 'files: a unit in /etc', change: addFiles(file('/etc/systemd/system/agent.service', '[Service]\nExecStart=/usr/bin/agent\n')), expect: HIDDEN },
  {
    name: 'files: state in /var',
    change: addFiles(file('/var/lib/agent/key', 'x')),
    expect: HIDDEN,
    facts: ['root.hidden-files', 'selinux.container-access', 'selinux.labels'],
  },
  { name: 'release: the GUID of a partition was changed', base: 'demo-2026', change: alterDerivedId('gpt-part-reserved-a'), expect: GUIDS },
  { name: 'release: the GUID of the disk was changed', base: 'demo-uki', change: alterDerivedId('gpt-disk-os'), expect: GUIDS },
  // A repacked image has a root of its own.
  { name: 'release: the UUID of ROOT was changed', base: 'demo-2026', change: alterDerivedId('root-erofs'), expect: {} },
  {
    name: 'release: the inventory gives another version',
    base: 'demo-2026',
    change: editFile('usr/share/bottlerocket/application-inventory.json', otherVersion),
    expect: INVENTORY,
  },
  {
    name: 'release: updates in place without a second bank',
    base: 'demo-uki',
    change: editFile('usr/share/bottlerocket/image-features.env', (text) => text.replace(/IN_PLACE_UPDATES=.*/, 'IN_PLACE_UPDATES=true')),
    expect: WAY,
  },
  {
    name: 'storage: encryption is claimed, and no unit does it',
    base: 'demo-2026',
    change: editFile('usr/share/bottlerocket/image-features.env', (text) => text.replace(/ENCRYPTED_STORAGE=.*/, 'ENCRYPTED_STORAGE=true')),
    expect: ENCRYPTION,
  },
  { name: 'verity: stale root hash in a UKI', base: 'demo-uki', change: stateTable({ rootHash: '0'.repeat(64) }), expect: STALE },
];
