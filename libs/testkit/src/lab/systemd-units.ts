import { file, symlink, type TreeEntry } from './tree.ts';

const PASSIVE = 'RefuseManualStart=yes';

/** Dependencies of the targets that systemd 252 brings (systemd.special(7), units/*.target): what orders a boot, and nothing else. */
const TARGETS: Readonly<Record<string, readonly string[]>> = {
  basic: [
    'Requires=sysinit.target',
    'Wants=sockets.target timers.target paths.target slices.target tmp.mount',
    'After=sysinit.target sockets.target paths.target slices.target tmp.mount',
    'RequiresMountsFor=/var /var/tmp',
  ],
  sysinit: ['Wants=local-fs.target swap.target', 'After=local-fs.target swap.target'],
  'local-fs': ['DefaultDependencies=no', 'Conflicts=shutdown.target', 'After=local-fs-pre.target'],
  'local-fs-pre': [PASSIVE],
  swap: ['DefaultDependencies=no', 'Conflicts=shutdown.target'],
  sockets: [],
  timers: ['DefaultDependencies=no', 'Conflicts=shutdown.target'],
  paths: [],
  slices: ['Wants=-.slice system.slice', 'After=-.slice system.slice'],
  shutdown: ['DefaultDependencies=no', PASSIVE],
  umount: ['DefaultDependencies=no', PASSIVE],
  'network-pre': [PASSIVE],
  network: [PASSIVE, 'After=network-pre.target'],
  'network-online': ['After=network.target'],
  'time-set': [PASSIVE],
  'time-sync': [PASSIVE, 'After=time-set.target', 'Wants=time-set.target'],
  'multi-user': ['Requires=basic.target', 'After=basic.target', 'AllowIsolate=yes'],
};

/** Sandbox and sockets of the journal, the service that systemd confines the most. */
const JOURNAL = {
  'systemd-journald.service': unit(
    ['DefaultDependencies=no', 'Requires=systemd-journald.socket', 'After=systemd-journald.socket', 'Before=sysinit.target'],
    'Service',
    [
      ...['Type=notify', 'ExecStart=/usr/lib/systemd/systemd-journald', 'Restart=always', 'Sockets=systemd-journald.socket'],
      'CapabilityBoundingSet=CAP_SYS_ADMIN CAP_DAC_OVERRIDE CAP_SYS_PTRACE CAP_SYSLOG CAP_AUDIT_CONTROL CAP_AUDIT_READ',
      'CapabilityBoundingSet=CAP_CHOWN CAP_DAC_READ_SEARCH CAP_FOWNER CAP_SETUID CAP_SETGID CAP_MAC_OVERRIDE',
      ...['DeviceAllow=char-* rw', 'IPAddressDeny=any', 'LockPersonality=yes', 'MemoryDenyWriteExecute=yes', 'NoNewPrivileges=yes'],
      ...['RestrictAddressFamilies=AF_UNIX AF_NETLINK', 'RestrictNamespaces=yes', 'RestrictRealtime=yes', 'RestrictSUIDSGID=yes'],
      ...['SystemCallArchitectures=native', 'SystemCallErrorNumber=EPERM', 'SystemCallFilter=@system-service'],
    ],
  ),
  'systemd-journald.socket': unit(['DefaultDependencies=no', 'Before=sockets.target'], 'Socket', [
    ...['ListenStream=/run/systemd/journal/stdout', 'ListenDatagram=/run/systemd/journal/socket', 'SocketMode=0666'],
  ]),
};

const TMP = unit(['DefaultDependencies=no', 'Conflicts=umount.target', 'Before=local-fs.target umount.target', 'After=swap.target'], 'Mount', [
  ...['What=tmpfs', 'Where=/tmp', 'Type=tmpfs', 'Options=mode=1777,strictatime,nosuid,nodev,noexec,size=50%,nr_inodes=1m'],
]);

/** What systemd itself brings (anatomy 7.1, 7.2): targets, a few links that want units, the journal and /tmp. */
export function systemdUnits(usr: string): TreeEntry[] {
  const units = `${usr}/lib/systemd/system`;
  const targets = Object.entries(TARGETS).map(([name, lines]): [string, string] => [`${name}.target`, unit(lines)]);
  const wanted = (target: string, name: string) => symlink(`${units}/${target}.target.wants/${name}`, `../${name}`);
  return [
    ...[...targets, ...Object.entries(JOURNAL), ['tmp.mount', TMP] as const].map(([name, text]) => file(`${units}/${name}`, text)),
    wanted('sysinit', 'systemd-journald.service'),
    wanted('sockets', 'systemd-journald.socket'),
    wanted('local-fs', 'tmp.mount'),
  ];
}

function unit(lines: readonly string[], section?: string, settings: readonly string[] = []): string {
  return ['[Unit]', ...lines, ...(section === undefined ? [] : ['', `[${section}]`, ...settings]), ''].join('\n');
}
