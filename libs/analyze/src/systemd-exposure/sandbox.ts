import { AddressFamilies } from './address-families.ts';
import { everyCapability } from './capability-set.ts';
import { DeviceList } from './device-list.ts';
import { IpPrefixes } from './ip-prefixes.ts';
import { LoadCredentials } from './load-credentials.ts';
import type { NamespaceSet } from './namespace-set.ts';
import { SystemCallFilter } from './system-call-filter.ts';

/** Settings that are yes or no, as systemd reads them. */
export const flagNames = [
  'DynamicUser',
  'LockPersonality',
  'MemoryDenyWriteExecute',
  'NoNewPrivileges',
  'PrivateDevices',
  'PrivateMounts',
  'PrivateNetwork',
  'PrivateTmp',
  'PrivateUsers',
  'ProtectClock',
  'ProtectControlGroups',
  'ProtectHostname',
  'ProtectKernelLogs',
  'ProtectKernelModules',
  'ProtectKernelTunables',
  'RemoveIPC',
  'RestrictRealtime',
  'RestrictSUIDSGID',
] as const;
export type FlagName = (typeof flagNames)[number];

/** Settings that are one word of a few. */
export const wordChoices = {
  DevicePolicy: ['auto', 'closed', 'strict'],
  KeyringMode: ['private', 'inherit', 'shared'],
  NotifyAccess: ['none', 'main', 'exec', 'all'],
  ProcSubset: ['all', 'pid'],
  ProtectProc: ['default', 'noaccess', 'invisible', 'ptraceable'],
  ProtectHome: ['no', 'yes', 'read-only', 'tmpfs'],
  ProtectSystem: ['no', 'yes', 'full', 'strict'],
} as const;
export type WordName = keyof typeof wordChoices;

/** What is scored of a service, as its settings are read one after the other; at first as a system service has it without any. */
export class Sandbox {
  readonly flags = new Set<FlagName>();
  readonly words: Record<WordName, string> = {
    DevicePolicy: 'auto',
    KeyringMode: 'private',
    NotifyAccess: 'none',
    ProcSubset: 'all',
    ProtectProc: 'default',
    ProtectHome: 'no',
    ProtectSystem: 'no',
  };
  defaultDependencies = true;
  /** Empty while unset. */
  user = '';
  hasSupplementaryGroups = false;
  rootDirectory = '';
  rootImage = '';
  mountsImages = false;
  readonly credentials = new LoadCredentials();
  boundingSet = everyCapability;
  ambientSet = 0n;
  umask = 0o022;
  delegates = false;
  namespaces: NamespaceSet;
  readonly addressFamilies = new AddressFamilies();
  readonly systemCalls = new SystemCallFilter();
  systemCallArchitectures: ReadonlySet<string> = new Set();
  readonly ipAllow = new IpPrefixes();
  readonly ipDeny = new IpPrefixes();
  /** BPF programs of its own for what comes in, and for what goes out. */
  readonly ipFilters = { ingress: false, egress: false };
  readonly devices = new DeviceList();
}
