import { file, symlink } from '../lab/tree.ts';
import { addFiles, editFile, removeFile } from './change.ts';
import type { Mutation } from './mutation.ts';

const UNITS = 'usr/lib/systemd/system';
const DROP_IN = '[Service]\nMemoryDenyWriteExecute=yes\n';

const POLICY = { 'baseline:units/selinux-policy-files': 'fail' } as const;
const KEXEC = { 'baseline:units/kexec-closed': 'fail' } as const;
const AUDIT = { 'baseline:units/audit-rules': 'fail' } as const;
const BOOT = { 'baseline:units/marks-successful-boot': 'fail' } as const;
const LINKS = { 'baseline:units/enabling-links': 'fail' } as const;
const GLOBAL = { 'baseline:units/no-global-drop-ins': 'fail' } as const;
const MOUNT_RIGHTS = { 'baseline:mounts/no-setuid-no-devices': 'fail' } as const;
const MOUNT_PROGRAMS = { 'baseline:mounts/no-programs': 'fail' } as const;
const HIDDEN = { 'baseline:files/survive': 'fail' } as const;

const remove = (name: string) => removeFile(`${UNITS}/${name}`);
const mountWithout = (option: string, unit: string) => editFile(`${UNITS}/${unit}`, (text) => text.replace(`${option},`, ''));
const mask = (name: string) => addFiles(symlink(`${UNITS}/${name}`, '/dev/null'));

export const unitMutations: readonly Mutation[] = [
  {
    name: 'units: a console hands out a program',
    base: 'demo-2026',
    change: addFiles(file(`${UNITS}/debug-shell.service`, '[Service]\nExecStart=/usr/bin/containerd\n[Install]\nWantedBy=multi-user.target\n')),
    expect: { 'baseline:units/no-console-login': 'fail' },
  },
  { name: 'units: nothing copies the SELinux policy', change: remove('selinux-policy-files.service'), expect: POLICY },
  { name: 'units: the copy of the SELinux policy is masked', base: 'demo-uki', change: mask('selinux-policy-files.service'), expect: POLICY },
  { name: 'units: nothing ends kexec', base: 'demo-2026', change: remove('disable-kexec-load.service'), expect: KEXEC },
  { name: 'units: the end of kexec is masked', change: mask('disable-kexec-load.service'), expect: KEXEC },
  { name: 'units: the end of kexec is an empty file', change: addFiles(file(`${UNITS}/disable-kexec-load.service`, '')), expect: KEXEC },
  {
    name: 'units: a mask in /usr/local comes first',
    change: addFiles(symlink('usr/local/lib/systemd/system/disable-kexec-load.service', '/dev/null')),
    expect: KEXEC,
  },
  { name: 'units: nothing loads audit rules', change: remove('audit-rules.service'), expect: AUDIT },
  { name: 'units: the loading of audit rules is masked', base: 'demo-2026', change: mask('audit-rules.service'), expect: AUDIT },
  { name: 'units: nothing marks a boot that went well', change: remove('mark-successful-boot.service'), expect: BOOT },
  { name: 'units: the mark of a boot that went well is masked', base: 'demo-2026', change: mask('mark-successful-boot.service'), expect: BOOT },
  {
    name: 'units: enabled by a link in /etc',
    change: addFiles(symlink('/etc/systemd/system/multi-user.target.wants/containerd.service', '/usr/lib/systemd/system/containerd.service')),
    // /etc is hidden on a node, whatever lies there.
    expect: { ...LINKS, ...HIDDEN },
  },
  // A mask in /etc is as lost as anything else there.
  { name: 'units: a mask in /etc', change: addFiles(symlink('/etc/systemd/system/disable-kexec-load.service', '/dev/null')), expect: HIDDEN },
  { name: 'units: a drop-in for all services', change: addFiles(file(`${UNITS}/service.d/10-security.conf`, DROP_IN)), expect: GLOBAL },
  { name: 'units: a drop-in for all mounts', base: 'demo-2026', change: addFiles(file(`${UNITS}/mount.d/10-ours.conf`, '[Mount]\n')), expect: GLOBAL },
  { name: 'units: a drop-in for one service', change: addFiles(file(`${UNITS}/containerd.service.d/10-ours.conf`, DROP_IN)), expect: {} },
  {
    name: 'units: programs on the data partition gain rights',
    change: mountWithout('nosuid', 'local.mount'),
    expect: MOUNT_RIGHTS,
    facts: ['systemd.unit-files', 'systemd.units'],
  },
  {
    name: 'units: an overlay with devices',
    base: 'demo-2026',
    change: mountWithout('nodev', 'opt-csi.mount'),
    expect: MOUNT_RIGHTS,
    facts: ['systemd.unit-files', 'systemd.units'],
  },
  {
    name: 'units: programs in configuration',
    base: 'demo-2026',
    change: mountWithout('noexec', 'etc-cni.mount'),
    expect: MOUNT_PROGRAMS,
    facts: ['systemd.unit-files', 'systemd.units'],
  },
];
