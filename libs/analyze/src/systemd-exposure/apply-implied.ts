import { capabilityBits } from './capability-set.ts';
import type { AllowedDevice } from './device-list.ts';
import type { FlagName, Sandbox } from './sandbox.ts';
import { dynamicUserOf } from './user-name.ts';

const DROPPED: Readonly<Partial<Record<FlagName, bigint>>> = {
  PrivateDevices: capabilityBits(['CAP_MKNOD', 'CAP_SYS_RAWIO']),
  ProtectKernelModules: capabilityBits(['CAP_SYS_MODULE']),
  ProtectKernelLogs: capabilityBits(['CAP_SYSLOG']),
  ProtectClock: capabilityBits(['CAP_SYS_TIME', 'CAP_WAKE_ALARM']),
};
const SET_BY_DYNAMIC_USER = ['PrivateTmp', 'RemoveIPC', 'NoNewPrivileges', 'RestrictSUIDSGID'] as const;
/** For the images of RootImage= and MountImages=. */
const IMAGE_DEVICES: readonly AllowedDevice[] = [
  { path: '/dev/loop-control', rights: 'rw' },
  { path: '/dev/mapper/control', rights: 'rw' },
  { path: 'block-loop', rights: 'rwm' },
  { path: 'block-blkext', rights: 'rwm' },
  { path: 'block-device-mapper', rights: 'rwm' },
];

/** What settings bring along once all of them are read (systemd src/core/unit.c, `unit_patch_contexts`). */
export function applyImplied(sandbox: Sandbox, unit: string): void {
  const { flags, words } = sandbox;
  for (const [name, bits] of Object.entries(DROPPED)) if (flags.has(name as FlagName)) sandbox.boundingSet &= ~bits;
  if (flags.has('DynamicUser')) applyDynamicUser(sandbox, unit);
  if (flags.has('PrivateDevices') && words.DevicePolicy === 'auto') words.DevicePolicy = 'closed';
  if (words.DevicePolicy !== 'auto' || !sandbox.devices.isEmpty) for (const device of impliedDevices(sandbox)) sandbox.devices.add(device);
}

function applyDynamicUser(sandbox: Sandbox, unit: string): void {
  if (sandbox.user === '') sandbox.user = dynamicUserOf(unit);
  for (const name of SET_BY_DYNAMIC_USER) sandbox.flags.add(name);
  sandbox.words.ProtectSystem = 'strict';
  if (sandbox.words.ProtectHome === 'no') sandbox.words.ProtectHome = 'read-only';
}

function impliedDevices({ flags, rootImage, mountsImages, credentials }: Sandbox): readonly AllowedDevice[] {
  return [
    ...(rootImage !== '' || mountsImages ? IMAGE_DEVICES : []),
    ...(flags.has('ProtectClock') ? [{ path: 'char-rtc', rights: 'r' }] : []),
    ...(credentials.hasEncrypted ? [{ path: '/dev/tpmrm0', rights: 'rw' }] : []),
  ];
}
