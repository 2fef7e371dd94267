import { elfFile } from './bytes/elf-file.ts';
import { caBundle } from './ca-bundle.ts';
import { classicModules } from './classic-modules.ts';
import { containerdTemplates } from './containerd-templates.ts';
import { kubernetesTemplates } from './kubernetes-templates.ts';
import { osRelease, type Release, systemRoot } from './release.ts';
import {
  basicAccounts,
  chronyTemplate,
  containerTmpfiles,
  defaultSysctls,
  inventory,
  journalTmpfiles,
  kubeletSysctls,
  modprobeTemplate,
  pidSysctls,
  releaseTmpfiles,
  sysctls,
} from './root-data.ts';
import { selinuxFiles } from './selinux-files.ts';
import { settingsDefaults } from './settings-defaults.ts';
import { directory, file, symlink, type TreeEntry } from './tree.ts';
import { tufRoot } from './tuf-root.ts';
import { unitFiles } from './unit-files.ts';

const MOUNT_POINTS = ['boot', 'dev', 'proc', 'run', 'sys', 'tmp', 'home', 'local', 'media', 'media/cdrom', 'mnt', 'opt', 'srv', 'root', 'root/.aws', 'var'];
const PROGRAMS = [
  ...['apiserver', 'cfsignal', 'containerd', 'containerd-shim-runc-v2', 'dbus-broker', 'early-boot-config', 'host-ctr', 'kubelet', 'migrator', 'mount'],
  ...['pluto', 'runc', 'shibaken', 'signpost', 'storewolf', 'systemctl', 'thar-be-settings'],
];

/** The whole ROOT of a lab image: skeleton, identity, configuration, a few programs that exit at once. */
export function rootTree(release: Release): TreeEntry[] {
  const usr = systemRoot(release);
  return [
    ...skeleton(release, usr),
    ...dataFiles(release, usr),
    ...configuration(usr),
    ...selinuxFiles(release.policyEra, usr),
    ...classicModules(release, usr),
    ...programs(release, usr),
    ...unitFiles(usr),
  ];
}

/** Anatomy 6.1. */
function skeleton(release: Release, usr: string): TreeEntry[] {
  const lib = `./${release.arch}-bottlerocket-linux-gnu/sys-root/usr/lib`;
  return [
    directory('/'),
    directory('/lost+found', 0o700),
    directory('/etc'),
    { ...symlink('/etc/selinux', `..${usr}/share/factory/etc/selinux`), label: null },
    symlink('/usr', `.${usr}`),
    symlink('/bin', './usr/bin'),
    symlink('/sbin', './usr/sbin'),
    symlink('/lib', lib),
    symlink('/lib64', lib),
    symlink(`${usr}/lib64`, 'lib'),
    ...MOUNT_POINTS.map((path) => directory(`/${path}`)),
    ...['bin', 'sbin', 'lib', 'libexec', 'libexec/cni', 'libexec/csi', 'share', 'src', 'include'].map((path) => directory(`${usr}/${path}`)),
  ];
}

function dataFiles(release: Release, usr: string): TreeEntry[] {
  return [
    file(`${usr}/lib/os-release`, osRelease(release)),
    file(`${usr}/lib/tmpfiles.d/release.conf`, releaseTmpfiles()),
    ...(['host', 'bootstrap'] as const).map((kind) => file(`${usr}/lib/tmpfiles.d/${kind}-containers.conf`, containerTmpfiles(kind))),
    file(
      `${usr}/lib/tmpfiles.d/storewolf.conf`,
      `d /etc/storewolf 0700 root root -\nL /etc/storewolf/defaults.toml - - - - /usr/share/storewolf/${release.variant}.toml\n`,
    ),
    file(`${usr}/lib/sysusers.d/api.conf`, 'g api 274\n'),
    file(`${usr}/lib/sysusers.d/basic.conf`, basicAccounts()),
    file(`${usr}/share/bottlerocket/image-features.env`, `DATA_PARTITION_FILESYSTEM=${release.dataFilesystem}\n`),
    file(`${usr}/share/bottlerocket/application-inventory.json`, inventory(release)),
    file(`${usr}/share/storewolf/${release.variant}.toml`, settingsDefaults()),
    file(`${usr}/share/updog/root.json`, tufRoot()),
    file(`${usr}/share/factory/etc/pki/tls/certs/ca-bundle.crt`, caBundle()),
    file(`${usr}/share/factory/etc/nsswitch.conf`, 'passwd: files\ngroup: files\nshadow: files\nhosts: files dns\n'),
    file(`${usr}/share/audit/audit.rules`, '-a never,task\n'),
  ];
}

function configuration(usr: string): TreeEntry[] {
  return [
    file(`${usr}/lib/sysctl.d/50-default.conf`, defaultSysctls()),
    file(`${usr}/lib/sysctl.d/50-pid-max.conf`, pidSysctls()),
    file(`${usr}/lib/sysctl.d/80-release.conf`, sysctls()),
    file(`${usr}/lib/sysctl.d/90-kubelet.conf`, kubeletSysctls()),
    file(`${usr}/lib/tmpfiles.d/systemd.conf`, journalTmpfiles()),
    file(`${usr}/share/templates/chrony-conf`, chronyTemplate()),
    file(`${usr}/share/templates/modprobe-conf`, modprobeTemplate()),
    ...Object.entries({ ...kubernetesTemplates, ...containerdTemplates }).map(([name, text]) => file(`${usr}/share/templates/${name}`, text)),
  ];
}

function programs({ arch }: Release, usr: string): TreeEntry[] {
  const named = PROGRAMS.map((name) => file(`${usr}/bin/${name}`, elfFile(`staticfire lab: ${name}`, arch), 0o755));
  return [
    ...named,
    ...['systemd', 'systemd-journald', 'systemd-networkd'].map((name) => file(`${usr}/lib/systemd/${name}`, elfFile(`staticfire lab: ${name}`, arch), 0o755)),
    file(`${usr}/sbin/chronyd`, elfFile('staticfire lab: chronyd', arch), 0o755),
    symlink(`${usr}/sbin/init`, '../lib/systemd/systemd'),
  ];
}
