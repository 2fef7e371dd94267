import {
  addressFamilies,
  capabilities,
  type ExposureCheck,
  flag,
  namespace,
  points,
  systemCalls,
  whether,
  whetherAtAll,
  withDefaultDependencies,
} from './exposure-check.ts';
import type { Sandbox } from './sandbox.ts';

const NOBODY = 'nobody';
const PROTECT_HOME: Readonly<Record<string, number>> = { yes: 0, tmpfs: 1, 'read-only': 5, no: 10 };
const PROTECT_SYSTEM: Readonly<Record<string, number>> = { strict: 0, full: 3, yes: 5, no: 10 };
const PROTECT_PROC: Readonly<Record<string, number>> = { invisible: 0, ptraceable: 0, noaccess: 1, default: 3 };
/** Bits that a umask lacks, the worst first. */
const UMASK = [
  [0o002, 10],
  [0o004, 5],
  [0o020, 2],
  [0o040, 1],
] as const;

/** The checks of systemd 252 in its order. `CAP_NET_BIND_SERVICE_BROADCAST_RAW)` with its bracket is systemd's own spelling. */
export const exposureChecks: readonly ExposureCheck[] = [
  points('User=/DynamicUser=', 2000, 10, userBadness, 'UserOrDynamicUser'),
  whetherAtAll('SupplementaryGroups=', 200, (sandbox) => (isPrivileged(sandbox) ? undefined : sandbox.hasSupplementaryGroups)),
  flag('PrivateDevices', 1000),
  flag('PrivateMounts', 1000),
  flag('PrivateNetwork', 2500),
  withDefaultDependencies(flag('PrivateTmp', 1000)),
  flag('PrivateUsers', 1000),
  flag('ProtectControlGroups', 1000),
  flag('ProtectKernelModules', 1000),
  flag('ProtectKernelTunables', 1000),
  flag('ProtectKernelLogs', 1000),
  flag('ProtectClock', 1000),
  withDefaultDependencies(points('ProtectHome=', 1000, 10, ({ words }) => PROTECT_HOME[words.ProtectHome]!)),
  flag('ProtectHostname', 50),
  withDefaultDependencies(points('ProtectSystem=', 1000, 10, ({ words }) => PROTECT_SYSTEM[words.ProtectSystem]!)),
  withDefaultDependencies(whether('RootDirectory=/RootImage=', 200, isInHostRoot, 'RootDirectoryOrRootImage')),
  flag('LockPersonality', 100),
  flag('MemoryDenyWriteExecute', 100),
  flag('NoNewPrivileges', 1000),
  capabilities('CAP_SYS_ADMIN', 'CAP_SYS_ADMIN', 1500),
  capabilities('CAP_SET(UID|GID|PCAP)', 'CAP_SET_UID_GID_PCAP', 1500, ['CAP_SETUID', 'CAP_SETGID', 'CAP_SETPCAP']),
  capabilities('CAP_SYS_PTRACE', 'CAP_SYS_PTRACE', 1500),
  capabilities('CAP_SYS_TIME', 'CAP_SYS_TIME', 1000),
  capabilities('CAP_NET_ADMIN', 'CAP_NET_ADMIN', 1000),
  capabilities('CAP_SYS_RAWIO', 'CAP_SYS_RAWIO', 1000),
  capabilities('CAP_SYS_MODULE', 'CAP_SYS_MODULE', 1000),
  capabilities('CAP_AUDIT_*', 'CAP_AUDIT', 500, ['CAP_AUDIT_CONTROL', 'CAP_AUDIT_READ', 'CAP_AUDIT_WRITE']),
  capabilities('CAP_SYSLOG', 'CAP_SYSLOG', 500),
  capabilities('CAP_SYS_(NICE|RESOURCE)', 'CAP_SYS_NICE_RESOURCE', 500, ['CAP_SYS_NICE', 'CAP_SYS_RESOURCE']),
  capabilities('CAP_MKNOD', 'CAP_MKNOD', 500),
  capabilities('CAP_(CHOWN|FSETID|SETFCAP)', 'CAP_CHOWN_FSETID_SETFCAP', 1000, ['CAP_CHOWN', 'CAP_FSETID', 'CAP_SETFCAP']),
  capabilities('CAP_(DAC_*|FOWNER|IPC_OWNER)', 'CAP_DAC_FOWNER_IPC_OWNER', 1000, ['CAP_DAC_OVERRIDE', 'CAP_DAC_READ_SEARCH', 'CAP_FOWNER', 'CAP_IPC_OWNER']),
  capabilities('CAP_KILL', 'CAP_KILL', 500),
  capabilities('CAP_NET_(BIND_SERVICE|BROADCAST|RAW)', 'CAP_NET_BIND_SERVICE_BROADCAST_RAW)', 500, [
    'CAP_NET_BIND_SERVICE',
    'CAP_NET_BROADCAST',
    'CAP_NET_RAW',
  ]),
  capabilities('CAP_SYS_BOOT', 'CAP_SYS_BOOT', 100),
  capabilities('CAP_MAC_*', 'CAP_MAC', 100, ['CAP_MAC_ADMIN', 'CAP_MAC_OVERRIDE']),
  capabilities('CAP_LINUX_IMMUTABLE', 'CAP_LINUX_IMMUTABLE', 75),
  capabilities('CAP_IPC_LOCK', 'CAP_IPC_LOCK', 50),
  capabilities('CAP_SYS_CHROOT', 'CAP_SYS_CHROOT', 50),
  capabilities('CAP_BLOCK_SUSPEND', 'CAP_BLOCK_SUSPEND', 25),
  capabilities('CAP_WAKE_ALARM', 'CAP_WAKE_ALARM', 25),
  capabilities('CAP_LEASE', 'CAP_LEASE', 25),
  capabilities('CAP_SYS_TTY_CONFIG', 'CAP_SYS_TTY_CONFIG', 25),
  capabilities('CAP_SYS_PACCT', 'CAP_SYS_PACCT', 25),
  capabilities('CAP_BPF', 'CAP_BPF', 25),
  points('UMask=', 100, 10, ({ umask }) => UMASK.find(([bit]) => (umask & bit) === 0)?.[1] ?? 0),
  whether('KeyringMode=', 1000, ({ words }) => words.KeyringMode !== 'private'),
  points('ProtectProc=', 1000, 3, ({ words }) => PROTECT_PROC[words.ProtectProc]!),
  whether('ProcSubset=', 10, ({ words }) => words.ProcSubset !== 'pid'),
  whether('NotifyAccess=', 1000, ({ words }) => words.NotifyAccess === 'all'),
  whetherAtAll('RemoveIPC=', 100, (sandbox) => (isPrivileged(sandbox) ? undefined : !sandbox.flags.has('RemoveIPC'))),
  whether('Delegate=', 100, ({ delegates }) => delegates),
  flag('RestrictRealtime', 500),
  flag('RestrictSUIDSGID', 1000),
  namespace('user', 1500),
  namespace('mnt', 500),
  namespace('ipc', 500),
  namespace('pid', 500),
  namespace('cgroup', 500),
  namespace('net', 500),
  namespace('uts', 100),
  addressFamilies('AF_(INET|INET6)', 'AF_INET_INET6', 1500, ({ addressFamilies: families }) => families.forbids('AF_INET', 'AF_INET6')),
  addressFamilies('AF_UNIX', 'AF_UNIX', 25, ({ addressFamilies: families }) => families.forbids('AF_UNIX')),
  addressFamilies('AF_NETLINK', 'AF_NETLINK', 200, ({ addressFamilies: families }) => families.forbids('AF_NETLINK')),
  addressFamilies('AF_PACKET', 'AF_PACKET', 1000, ({ addressFamilies: families }) => families.forbids('AF_PACKET')),
  addressFamilies('…', 'OTHER', 1250, ({ addressFamilies: families }) => families.forbidsOthers),
  points('SystemCallArchitectures=', 1000, 10, architectureBadness),
  systemCalls('swap', 1000),
  systemCalls('obsolete', 250),
  systemCalls('clock', 1000),
  systemCalls('cpu-emulation', 250),
  systemCalls('debug', 1000),
  systemCalls('mount', 1000),
  systemCalls('module', 1000),
  systemCalls('raw-io', 1000),
  systemCalls('reboot', 1000),
  systemCalls('privileged', 700),
  systemCalls('resources', 700),
  points('IPAddressDeny=', 1000, 10, ipBadness),
  { ...points('DeviceAllow=', 1000, 10, deviceBadness), because: devicesText },
  whether('AmbientCapabilities=', 500, ({ ambientSet }) => ambientSet !== 0n),
];

function isRoot(user: string): boolean {
  return user === '0' || user === 'root';
}

function isPrivileged({ user, flags }: Sandbox): boolean {
  return isRoot(user) || (user === '' && !flags.has('DynamicUser'));
}

function userBadness({ user }: Sandbox): number {
  return user === NOBODY ? 9 : user === '' || isRoot(user) ? 10 : 0;
}

function isInHostRoot({ rootDirectory, rootImage }: Sandbox): boolean {
  return [rootDirectory, rootImage].every((path) => path === '' || path === '/');
}

function architectureBadness({ systemCallArchitectures }: Sandbox): number {
  if (systemCallArchitectures.size === 0) return 10;
  return systemCallArchitectures.size === 1 && systemCallArchitectures.has('native') ? 0 : 8;
}

function ipBadness({ ipAllow, ipDeny, ipFilters }: Sandbox): number {
  if (ipFilters.ingress || ipFilters.egress) return 0;
  if (!ipDeny.hasEverything) return 10;
  return ipAllow.hasOthers ? 5 : ipAllow.hasLocal ? 2 : 0;
}

function deviceBadness({ words, devices }: Sandbox): number {
  return words.DevicePolicy === 'auto' ? 10 : devices.isEmpty ? 0 : 5;
}

function devicesText({ words, devices }: Sandbox): string | undefined {
  return words.DevicePolicy === 'auto' || devices.isEmpty ? undefined : devices.text;
}
