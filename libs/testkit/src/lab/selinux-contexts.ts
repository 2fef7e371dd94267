import type { TreeEntry } from './tree.ts';

const NONE = '<<none>>';

// Patterns of file_contexts in the order they are written: of those that match, the last one counts (anatomy 9.4, anatomy-2026 section 8).
const ROWS: readonly (readonly [pattern: string, kind: '' | '--' | '-d', type: string])[] = [
  ['/.*', '', 'os_t'],
  ['/', '-d', 'os_t'],
  ['/.*/usr/lib/systemd/systemd', '--', 'init_exec_t'],
  ['/.*/usr/lib/systemd/systemd-executor', '--', 'init_exec_t'],
  ['/.*/usr/lib/systemd/systemd-networkd.*', '--', 'network_exec_t'],
  ['/.*/usr/bin/mount', '--', 'mount_exec_t'],
  ['/.*/usr/bin/(apiserver|early-boot-config|storewolf|thar-be-settings)', '--', 'api_exec_t'],
  ['/.*/usr(/fips)?/bin/(cfsignal|migrator|rottweiler|shibaken)', '--', 'api_exec_t'],
  ['/.*/usr/bin/(dbus-broker.*|whippet)', '--', 'bus_exec_t'],
  ['/.*/usr/sbin/chronyd', '--', 'clock_exec_t'],
  ['/.*/usr(/fips)?/bin/(containerd.*|docker.*|host-ctr|runc.*|soci-snapshotter.*)', '--', 'runtime_exec_t'],
  ['/etc', '-d', 'etc_t'],
  ['/proc', '-d', 'proc_t'],
  ['/(sys|dev|tmp|run)', '-d', 'any_t'],
  ['/(local|opt|var|mnt|media)', '-d', 'local_t'],
  ['/(etc|proc|sys|dev|tmp|run|local|opt|var|mnt|media)/.*', '', NONE],
  ['/media/cdrom', '-d', 'local_t'],
];

/** The text of file_contexts as an image of 2026 carries it. */
export function imageContexts(): string {
  return lines(ROWS.map(([pattern, kind, type]) => [pattern, kind, contextOf(type)]));
}

/** The same with a row for each entry that has a label of its own. */
export function fileContexts(entries: readonly TreeEntry[]): string {
  const own = entries.filter(({ label }) => label !== undefined).map(({ path, label }) => [escaped(path), '', label ?? NONE]);
  return `${imageContexts()}${lines(own)}`;
}

function lines(rows: readonly (readonly string[])[]): string {
  return rows.map((words) => `${words.filter((word) => word !== '').join('\t')}\n`).join('');
}

function contextOf(type: string): string {
  return type === NONE ? NONE : `system_u:object_r:${type}:s0`;
}

function escaped(path: string): string {
  return path.replaceAll(/[\s\\.^$*+?()[\]{}|]/g, (character) => (character.trim() === '' ? '.' : `\\${character}`));
}
