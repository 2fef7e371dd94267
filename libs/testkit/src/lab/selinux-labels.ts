interface LabelRow {
  readonly pattern: RegExp;
  /** A type, or undefined where the policy says <<none>>. */
  readonly type: string | undefined;
}

// What each path of ROOT is labelled with (anatomy 9.4); the first row that matches wins.
const ROWS: readonly LabelRow[] = [
  { pattern: /^\/(etc|proc|sys|dev|tmp|run|local|opt|var|mnt)\/./, type: undefined },
  { pattern: /^\/media\/cdrom$/, type: 'local_t' },
  { pattern: /^\/media\/./, type: undefined },
  { pattern: /^\/etc$/, type: 'etc_t' },
  { pattern: /^\/proc$/, type: 'proc_t' },
  { pattern: /^\/(sys|dev|tmp|run)$/, type: 'any_t' },
  { pattern: /^\/(local|opt|var|mnt|media)$/, type: 'local_t' },
  { pattern: /\/usr\/lib\/systemd\/systemd$/, type: 'init_exec_t' },
  { pattern: /\/usr\/lib\/systemd\/systemd-networkd/, type: 'network_exec_t' },
  { pattern: /\/usr\/bin\/mount$/, type: 'mount_exec_t' },
  { pattern: /\/usr\/bin\/(apiserver|early-boot-config|migrator|storewolf|cfsignal|thar-be-settings|shibaken)$/, type: 'api_exec_t' },
  { pattern: /\/usr\/bin\/dbus-broker/, type: 'bus_exec_t' },
  { pattern: /\/usr\/sbin\/chronyd$/, type: 'clock_exec_t' },
  { pattern: /\/usr\/sbin\/wicked/, type: 'network_exec_t' },
  { pattern: /\/usr(\/fips)?\/bin\/(containerd|docker|host-ctr$|runc)/, type: 'runtime_exec_t' },
];

/** The security.selinux value of a path on ROOT, without the trailing NUL that only kernels write; undefined for none. */
export function rootLabel(path: string): string | undefined {
  const row = ROWS.find(({ pattern }) => pattern.test(path));
  const type = row === undefined ? 'os_t' : row.type;
  return type === undefined ? undefined : `system_u:object_r:${type}:s0`;
}

/** On BOOT every path matches the catch-all row. */
export function bootLabel(): string {
  return 'system_u:object_r:os_t:s0';
}
