import type { Verdict } from '@staticfire/findings';
import { elfBytes } from '../elf/elf-bytes.ts';
import { elfFile } from '../lab/bytes/elf-file.ts';
import { moduleFile } from '../lab/bytes/module-file.ts';
import type { ImageRecipe } from '../lab/recipe.ts';
import { file } from '../lab/tree.ts';
import { addFiles, both, type Change, changeGrub, changeRelease, editFile, editRoot, removeFile } from './change.ts';
import { addDefaults, editDefaults } from './edit-defaults.ts';
import type { Mutation } from './mutation.ts';

const UNITS = 'usr/lib/systemd/system';
const PROGRAM = elfFile('staticfire lab: some program');
const LIBRARY = elfBytes({ dynamic: { soname: 'libsettings.so', entries: [[30, 8]] }, relro: true, stackFlags: 6 });

const rule = (id: string, verdict: Verdict = 'fail') => ({ [`baseline:${id}`]: verdict });
const mountUnit = (name: string, what: string, where: string) =>
  addFiles(file(`${UNITS}/${name}`, `[Mount]\nWhat=${what}\nWhere=${where}\nType=none\nOptions=bind,nosuid,nodev\n[Install]\nWantedBy=local-fs.target\n`));
const service = (name: string, command: string) =>
  addFiles(file(`${UNITS}/${name}`, `[Service]\nExecStart=/usr/bin/containerd ${command}\n[Install]\nWantedBy=multi-user.target\n`));
const plugins = ['aws-k8s', 'aws-dev'].map((family) => file(`usr/lib/settings-plugins/${family}/libsettings.so`, LIBRARY));
const module =
  (path: string): Change =>
  (base: ImageRecipe) =>
    addFiles(file(`usr/lib/modules/${base.release.kernel}/kernel/${path}`, moduleFile('x86_64', { license: 'GPL v2' })))(base);
/** Generators of the region gone, and the control container on. */
const outsideAws = editDefaults((text) =>
  text
    .replace(/\n\[metadata[\s\S]*/, '\n')
    .replace(
      /(\[settings\.host-containers\.control\]\n)enabled = false/,
      '$1enabled = true\nsource = "public.ecr.aws/bottlerocket/bottlerocket-control:v0.7.17"',
    ),
);

const MOUNTS: readonly Mutation[] = [
  { name: 'mounts: /etc from the data partition', change: mountUnit('etc.mount', '/local/etc', '/etc'), expect: rule('mounts/etc-in-memory') },
  {
    name: 'mounts: programs from the data partition',
    change: mountUnit('usr-src.mount', '/local/src', '/usr/src'),
    expect: rule('mounts/system-from-image'),
  },
  {
    name: 'mounts: /local from another disk',
    change: editFile(`${UNITS}/local.mount`, (text) => text.replace('PARTLABEL=BOTTLEROCKET-DATA', '/dev/nvme1n1')),
    expect: rule('mounts/data-in-its-place'),
  },
];

const BOOT: readonly Mutation[] = [
  { name: 'disk: ROOT has a journal', change: editRoot('feature has_journal'), expect: rule('disk/root-filesystem') },
  { name: 'boot: nobody edits the menu', change: changeGrub({ default: '0"\nset superusers="' }), expect: rule('boot/menu-locked', 'pass') },
  { name: 'boot: a menu of another release', change: changeGrub({ title: 'Bottlerocket OS 1.20.0' }), expect: rule('release/boot-entry') },
];

const SETTINGS: readonly Mutation[] = [
  {
    name: 'settings: a mirror in clear',
    change: addDefaults('[[settings.container-registry.mirrors]]', 'registry = "docker.io"', 'endpoint = ["http://mirror.example"]'),
    expect: rule('settings/registry-mirrors-encrypted'),
  },
  {
    name: 'settings: a bootstrap container without a version, in user data',
    change: (base) => base,
    userData: '[settings.bootstrap-containers.disks]\nmode = "once"\nsource = "registry.example/disks"\n',
    expect: { ...rule('settings/pinned-bootstrap-containers'), ...rule('secrets/none-in-user-data', 'pass') },
  },
  {
    name: 'settings: the control container outside of AWS',
    base: 'demo-uki',
    change: both(outsideAws, changeRelease({ variant: 'metal-mantle-1' })),
    expect: rule('settings/control-in-cloud'),
  },
  { name: 'settings: two models', base: 'demo-2026', change: addFiles(...plugins), expect: rule('settings/one-plugin') },
  { name: 'settings: a template is missing', change: removeFile('usr/share/templates/kubelet-env'), expect: rule('settings/templates-exist') },
];

const SERVICES: readonly Mutation[] = [
  { name: 'units: Docker on the network', change: service('docker.service', '-H tcp://0.0.0.0:2375'), expect: rule('services/docker-local') },
  { name: 'units: the agent of ECS without SELinux', change: service('ecs.service', ''), expect: rule('containers/ecs-selinux') },
  {
    name: 'units: their programs are there',
    change: addFiles(...['true', 'false', 'cp'].map((name) => file(`usr/bin/${name}`, PROGRAM, 0o755))),
    expect: rule('units/programs-present', 'pass'),
  },
  {
    // As stock units of container runtimes have it.
    name: 'units: a runtime may leave core dumps',
    change: addFiles(file(`${UNITS}/containerd.service.d/10-core.conf`, '[Service]\nLimitCORE=infinity\n')),
    expect: {},
    facts: ['selinux.labels', 'systemd.unit-files', 'systemd.units'],
  },
  {
    name: 'units: nothing asks for the end of kexec',
    change: editFile(`${UNITS}/disable-kexec-load.service`, (text) => text.replace(/\[Install\][\s\S]*/, '')),
    expect: rule('units/protection-starts'),
  },
  {
    name: 'units: kexec is closed before the kernel for crash dumps is loaded',
    change: addFiles(
      file(`${UNITS}/load-crash-kernel.service`, '[Service]\nType=oneshot\nExecStart=/usr/bin/containerd\n[Install]\nRequiredBy=preconfigured.target\n'),
    ),
    expect: rule('units/kexec-order'),
  },
  {
    name: 'storage: the store of the settings is not encrypted',
    base: 'demo-uki',
    change: removeFile(`${UNITS}/encrypt-unlock-datastore.service`),
    expect: rule('storage/encryption-complete'),
  },
];

const RELEASE: readonly Mutation[] = [
  {
    name: 'release: a newer Kubernetes than the variant is named for',
    change: editFile('usr/share/bottlerocket/application-inventory.json', (text) => text.replaceAll('kubernetes-1.30', 'kubernetes-1.36')),
    expect: {
      ...rule('release/kubernetes-supported', 'pass'),
      ...rule('release/kubernetes-of-variant'),
      // From 1.33 on defaults have the profile on, which these do not.
      ...rule('settings/kubernetes-seccomp-default'),
    },
  },
  { name: 'modules: one with a weakness that is used', change: module('crypto/algif_aead.ko'), expect: rule('kernel/known-weaknesses') },
];

/** What the rows of the catalogue promise beside what the other files change (BR-04, 07, 09, 21, 25, 32, 33, 39, 45 to 47, 49; anatomy section 12 rows 8, 16, 17, 19, 20). */
export const promiseMutations: readonly Mutation[] = [...MOUNTS, ...BOOT, ...SETTINGS, ...SERVICES, ...RELEASE];
