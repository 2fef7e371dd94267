import { fuzzDecoder } from '@staticfire/testkit/fuzz';
import fc from 'fast-check';
import { expect } from 'vitest';
import { collectAccountsGroups } from './accounts-groups/collect-accounts-groups.ts';
import { collectAccountsUsers } from './accounts-users/collect-accounts-users.ts';
import { collectFrom } from './fixtures/collect-from.ts';
import { collectImageFeatures } from './image-features/collect-image-features.ts';
import { collectImageFormat } from './image-format/collect-image-format.ts';
import { collectInventory } from './inventory/collect-inventory.ts';
import { collectKernelModules } from './kernel-modules/collect-kernel-modules.ts';
import { collectModprobeFiles } from './modprobe-files/collect-modprobe-files.ts';
import { collectSboms } from './sboms/collect-sboms.ts';
import { collectSelinuxConfig } from './selinux-config/collect-selinux-config.ts';
import { collectSelinuxContexts } from './selinux-contexts/collect-selinux-contexts.ts';
import { collectSelinuxExecutables } from './selinux-executables/collect-selinux-executables.ts';
import { collectSelinuxModules } from './selinux-modules/collect-selinux-modules.ts';
import { collectSelinuxMountContexts } from './selinux-mount-contexts/collect-selinux-mount-contexts.ts';
import { collectSelinuxPolicyHeader } from './selinux-policy-header/collect-selinux-policy-header.ts';
import { collectSelinuxTmpfilesContexts } from './selinux-tmpfiles-contexts/collect-selinux-tmpfiles-contexts.ts';
import { collectSettingsDefaults } from './settings-defaults/collect-settings-defaults.ts';
import { collectSysctlFiles } from './sysctl-files/collect-sysctl-files.ts';
import { collectSystemdUnitFiles } from './systemd-unit-files/collect-systemd-unit-files.ts';
import { collectTemplatesInventory } from './templates-inventory/collect-templates-inventory.ts';
import { collectTmpfilesFiles } from './tmpfiles-files/collect-tmpfiles-files.ts';

const COLLECTORS = [
  collectAccountsGroups,
  collectAccountsUsers,
  collectImageFeatures,
  collectImageFormat,
  collectInventory,
  collectKernelModules,
  collectModprobeFiles,
  collectSboms,
  collectSelinuxConfig,
  collectSelinuxContexts,
  collectSelinuxExecutables,
  collectSelinuxModules,
  collectSelinuxMountContexts,
  collectSelinuxPolicyHeader,
  collectSelinuxTmpfilesContexts,
  collectSettingsDefaults,
  collectSysctlFiles,
  collectSystemdUnitFiles,
  collectTemplatesInventory,
  collectTmpfilesFiles,
];

const FOLDERS = ['etc', 'usr', 'lib', 'usr/lib', 'usr/share', 'usr/share/factory/etc', 'usr/share/factory/var/lib'];
const PLACES = [
  'sysctl.d/a.conf',
  'sysctl.d/b',
  'modprobe.d/a.conf',
  'tmpfiles.d/a.conf',
  'sysusers.d/a.conf',
  'passwd',
  'shadow',
  'group',
  'nsswitch.conf',
  'selinux/config',
  'selinux/x/policy/policy.31',
  'selinux/x/contexts/lxc_contexts',
  'selinux/x/active/modules/100/a/cil',
  'selinux/x/active/modules/100/a/lang_ext',
  'containers/selinux/contexts',
  'systemd/system/a.mount',
  'systemd/system/a.mount.d/b.conf',
  'systemd/system/a.service',
  'systemd/system/a.service.d/b.conf',
  'systemd/system/m.target.wants/a.service',
  'systemd/system-generators/g',
  'modules/6.1/modules.builtin',
  'modules/6.1/kernel/a.ko.xz',
  'bottlerocket/image-features.env',
  'bottlerocket/image-format.env',
  'bottlerocket/application-inventory.json',
  'bottlerocket/spdx-sbom.json',
  'bottlerocket/cyclonedx-sbom.json.lz4',
  'storewolf/a.toml',
  'templates/t',
];
const path = fc
  .tuple(fc.constantFrom(...FOLDERS), fc.constantFrom(...PLACES, '', ...PLACES.map((place) => place.replace(/\/[^/]*$/, ''))))
  .map((parts) => `/${parts.join('/')}`.replace(/(?<=.)\/$/, ''));
const TEXTS = [
  '',
  '!',
  '!/',
  '-> ..',
  '-> .',
  '-> /',
  '-> /dev/null',
  '-> nowhere',
  '-> a.conf',
  '-> ../../usr/lib',
  'a = 1\n',
  'd /x\n',
  'SELINUX=x',
  'SELINUXTYPE=x',
  'cil',
  'BZh9',
  'process = "a:b:c"\n=\n;',
  '[Mount]\nWhere=/x\nOptions=ro,context="a:b:c',
  '[Mount]\nOptions=context=a,rootcontext=b\n',
  't /x - - - - security.selinux=a:b:c\n',
  '[a]\nb=[1]\n+++\n',
  '{"spdxVersion":"SPDX-2.3","packages":[{}]}',
  '{"Content":[{"Name":"a"}]}',
  'root:x:0:0::/:\na:$6$b$c:x\n',
  'u a -\nu b 5:a\nm a b\nr - 1-9\ng c /x\n',
  'C /etc/passwd\nL+ /etc/shadow - - - - ../x\nw+ /etc/group - - - - a:x:1:\\n\nC /etc/nsswitch.conf\n',
  'passwd: files [x=y] z',
  'UKI_IMAGE=true',
  'UKI_IMAGE=x',
  '\x04\x22\x4d\x18',
  '-> ',
];
const content = fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...TEXTS) }, { weight: 1, arbitrary: fc.uint8Array() }, { weight: 1, arbitrary: fc.string() });

fuzzDecoder('settings-facts', ['texts of configuration files at places where they are looked for']).asyncProperty(
  'facts are made of any files, and fit their schemas',
  fc.dictionary(path, content, { maxKeys: 12 }),
  async (tree) => {
    for (const collector of COLLECTORS) expect(['present', 'absent', 'unreadable']).toContain((await collectFrom(collector, tree)).state);
  },
);
