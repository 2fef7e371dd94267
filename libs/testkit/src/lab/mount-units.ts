import { file, type TreeEntry } from './tree.ts';

const CLOSED = 'nosuid,nodev,noexec,noatime';
/** Unit, mount point, mode, type that everything in the filesystem has. */
const MEMORY: readonly (readonly [unit: string, where: string, mode: string, type?: string])[] = [
  ['etc-cni', '/etc/cni', '0755'],
  ['etc-containerd', '/etc/containerd', '0750', 'secret_t'],
  ['etc-host\\x2dcontainers', '/etc/host-containers', '0750', 'secret_t'],
  ['etc-kubernetes-pki-private', '/etc/kubernetes/pki/private', '0700', 'secret_t'],
  ['root-.aws', '/root/.aws', '0700', 'secret_t'],
  ['run-netdog', '/run/netdog', '0755', 'lease_t'],
];
/** Folder below /opt, the folder of state that its changes go to. */
const PLUGINS: Readonly<Record<string, string>> = { cni: 'cni-plugins', csi: 'csi-helpers', civ: 'civ-plugins' };

/** Mounts with the places, options and contexts of anatomy 7.1. */
export function mountUnits(usr: string): TreeEntry[] {
  return [
    unit(usr, 'local', ['PARTLABEL=BOTTLEROCKET-DATA', '/local', 'auto', 'defaults,nosuid,nodev,noatime,private']),
    unit(usr, 'var-lib-bottlerocket', [
      ...(['PARTLABEL=BOTTLEROCKET-PRIVATE', '/var/lib/bottlerocket', 'ext4'] as const),
      `${CLOSED},private${contextOption('private_t')}`,
    ]),
    ...MEMORY.map(([name, where, mode, type]) => unit(usr, name, ['tmpfs', where, 'tmpfs', `${CLOSED},mode=${mode}${contextOption(type)}`])),
    ...['cni', 'csi'].map((name) => pluginMount(usr, name)),
  ];
}

/** An overlay of writable state over what the image has, from which only helpers of that kind run. */
export function pluginMount(usr: string, name: string): TreeEntry {
  const state = `/var/lib/${PLUGINS[name]}/.overlay`;
  const folders = `lowerdir=/usr/libexec/${name},upperdir=${state}/upper,workdir=${state}/work`;
  return unit(usr, `opt-${name}`, ['overlay', `/opt/${name}`, 'overlay', `nosuid,nodev,noatime,${folders}${contextOption(`${name}_exec_t`)}`]);
}

function contextOption(type: string | undefined): string {
  return type === undefined ? '' : `,context=system_u:object_r:${type}:s0`;
}

function unit(usr: string, name: string, [what, where, type, options]: readonly [what: string, where: string, type: string, options: string]): TreeEntry {
  const lines = [`What=${what}`, `Where=${where}`, `Type=${type}`, `Options=${options}`].join('\n');
  const text = `[Unit]\nDescription=lab mount of ${where}\n\n[Mount]\n${lines}\n\n[Install]\nRequiredBy=local-fs.target\n`;
  return file(`${usr}/lib/systemd/system/${name}.mount`, text);
}
