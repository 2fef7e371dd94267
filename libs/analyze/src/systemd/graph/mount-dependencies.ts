import { hasOption, type Mount, mountOf, swapWhat } from '../kinds/mount.ts';
import { escapeUnitPath, simplifyPath, unitForPath } from '../names/unit-path.ts';
import { hasDefaultDependencies } from './default-dependencies.ts';
import { addExecDependencies } from './exec-dependencies.ts';
import { isExtrinsic } from './extrinsic-mount.ts';
import { addSlice } from './slice-dependencies.ts';
import type { GraphUnit, UnitGraph } from './unit-graph.ts';

/** systemd's set of filesystems on a network (systemd.exec(5), RestrictFileSystems=), and those that it knows besides. */
const NETWORK = new Set([
  ...['afs', 'ceph', 'cifs', 'gfs', 'gfs2', 'ncp', 'ncpfs', 'nfs', 'nfs4', 'ocfs2', 'orangefs', 'pvfs2', 'smb3', 'smbfs'],
  ...['davfs', 'glusterfs', 'lustre', 'sshfs'],
]);
const QUOTA = new Set(['ext2', 'ext3', 'ext4', 'reiserfs', 'jfs', 'f2fs']);
/** systemd since 254: `LABEL=…` is a device below /dev/disk. */
const TAGS: Readonly<Record<string, string>> = { LABEL: 'by-label', UUID: 'by-uuid', PARTUUID: 'by-partuuid', PARTLABEL: 'by-partlabel' };

/** systemd.mount(5), "Automatic Dependencies" (src/core/mount.c). */
export function addMountUnit(graph: UnitGraph, node: GraphUnit): void {
  addExecDependencies(graph, node);
  addSlice(graph, node);
  const mount = mountOf(node.unit);
  if (mount === undefined) return;
  const { where, options, type } = mount;
  const hasFile = node.unit.path !== undefined;
  const what = mount.what === undefined || !hasFile ? undefined : sourceOf(mount.what, graph.loader.release);
  if (what !== undefined && !isBind(mount) && isDevice(what) && what !== '/dev/root' && what !== '/dev/nfs' && where !== '/')
    addDevice(graph, node, mount, what);
  if (where !== '/') graph.needMounts(node, where.slice(0, Math.max(where.lastIndexOf('/'), 1)));
  if (what?.startsWith('/') && (isBind(mount) || hasOption(options, 'loop') || !isNetwork(mount))) graph.needMounts(node, simplifyPath(what));
  if (hasFile && needsQuota(mount)) for (const name of ['systemd-quotacheck.service', 'quotaon.service']) graph.add(node, ['Before', 'Wants'], name);
  if (!hasFile || !hasDefaultDependencies(node.unit) || isExtrinsic(mount)) return;
  addOrdering(graph, node, mount);
  if (type === 'tmpfs') graph.add(node, ['After'], 'swap.target');
}

/** systemd.swap(5). */
export function addSwapUnit(graph: UnitGraph, node: GraphUnit): void {
  const found = swapWhat(node.unit);
  const what = found === undefined ? undefined : sourceOf(found, graph.loader.release);
  graph.needMounts(node, what?.startsWith('/') ? what : undefined);
  if (what !== undefined && isDevice(what)) {
    addDeviceNode(graph, node, what, ['After', 'Requires']);
    addBlockDevice(graph, node, what);
  } else if (what !== undefined) graph.add(node, ['After'], 'systemd-remount-fs.service');
  addExecDependencies(graph, node);
  addSlice(graph, node);
  if (!hasDefaultDependencies(node.unit)) return;
  graph.add(node, ['Before'], 'swap.target');
  graph.add(node, ['Before', 'Conflicts'], 'umount.target');
}

function addOrdering(graph: UnitGraph, node: GraphUnit, mount: Mount): void {
  const remote = isNetwork(mount);
  if (!isNofail(mount)) graph.add(node, ['Before'], remote ? 'remote-fs.target' : 'local-fs.target');
  graph.add(node, ['After'], remote ? 'remote-fs-pre.target' : 'local-fs-pre.target');
  graph.add(node, ['Before', 'Conflicts'], 'umount.target');
  if (!remote) return;
  graph.add(node, ['After'], 'network.target');
  graph.add(node, ['Wants', 'After'], 'network-online.target');
}

function addDevice(graph: UnitGraph, node: GraphUnit, { options }: Mount, what: string): void {
  const bound = hasOption(options, 'x-systemd.device-bound');
  addDeviceNode(graph, node, what, bound ? ['After', 'BindsTo'] : ['After', 'Requires']);
  if (!bound) addDeviceNode(graph, node, what, ['StopPropagatedFrom']);
  addBlockDevice(graph, node, what);
}

function addDeviceNode(graph: UnitGraph, node: GraphUnit, what: string, kinds: Parameters<UnitGraph['add']>[1]): void {
  const device = unitForPath(what, 'device');
  if (device !== undefined) graph.add(node, kinds, device);
}

/** What works on the filesystem of a device first: systemd-growfs, systemd-makefs. */
function addBlockDevice(graph: UnitGraph, node: GraphUnit, what: string): void {
  const escaped = what.startsWith('/dev/') ? escapeUnitPath(what) : undefined;
  if (escaped !== undefined) graph.add(node, ['After'], `blockdev@${escaped}.target`);
}

function sourceOf(what: string, release: number): string {
  const [, tag, value] = /^(LABEL|UUID|PARTUUID|PARTLABEL)=(.+)$/s.exec(what) ?? [];
  if (release < 254 || tag === undefined) return what;
  const text = value!.replace(/^"(.*)"$/s, '$1');
  return `/dev/disk/${TAGS[tag]}/${encodeName(tag.endsWith('UUID') ? text.toLowerCase() : text)}`;
}

/** As udev names links (src/shared/device-nodes.c, `encode_devnode_name`). */
function encodeName(text: string): string {
  return text.replace(/[^0-9A-Za-z#+\-.:=@_\u0080-\uffff]/g, (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
}

function isDevice(path: string): boolean {
  return /^\/(?:dev|sys)\/+[^/]/.test(path);
}

function isBind({ type, options }: Mount): boolean {
  return hasOption(options, 'bind', 'rbind') || type === 'bind' || type === 'rbind';
}

function isNetwork({ type, options }: Mount): boolean {
  return hasOption(options, '_netdev') || NETWORK.has(type.replace(/^fuse\./, ''));
}

function isNofail({ options }: Mount): boolean {
  const last = options.findLast((option) => /^(?:no)?fail$/.test(option));
  return last === 'nofail';
}

function needsQuota(mount: Mount): boolean {
  const fits = mount.type === 'auto' || QUOTA.has(mount.type);
  return fits && !isBind(mount) && hasOption(mount.options, 'usrquota', 'grpquota', 'quota', 'usrjquota', 'grpjquota');
}
