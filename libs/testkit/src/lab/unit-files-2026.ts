import { pluginMount } from './mount-units.ts';
import type { Release2026 } from './release-2026.ts';
import { file, symlink, type TreeEntry } from './tree.ts';
import { activation } from './unit-files.ts';

const FIPS = 'ConditionKernelCommandLine=fips=1';

// Present in every image since mid-2026, whether it is a FIPS image or not: each waits for fips=1 (anatomy-2026 section 10, era C).
const FIPS_UNITS: Readonly<Record<string, string>> = {
  'fipscheck.target': `[Unit]\nDescription=lab FIPS self-test\n${FIPS}\nRequires=check-kernel-integrity.service\nAllowIsolate=yes\n`,
  'activate-preconfigured.service': activation('preconfigured', 'fipscheck').replace('Requires=', `${FIPS}\nRequires=`),
  'check-kernel-integrity.service': oneshot('lab kernel integrity check', '/usr/bin/sha512hmac -c $FIPS_HMAC_PATH'),
  'generate-fips-env.service': oneshot('lab FIPS environment', '/usr/bin/true'),
  'generate-fips-hmac-path-uki.service': oneshot('lab path of the UKI HMAC', '/usr/bin/true'),
  'generate-fips-hmac-path-vmlinuz.service': oneshot('lab path of the kernel HMAC', '/usr/bin/true'),
  'create-fips-marker.service': oneshot('lab FIPS marker', '/usr/bin/touch /etc/system-fips'),
  'usr-bin.mount': overlay('/usr/bin', '/usr/fips/bin'),
  'usr-libexec.mount': overlay('/usr/libexec', '/usr/fips/libexec'),
  'service.d/fips-go.conf': '[Service]\nEnvironmentFile=-/run/fips-go.env\n',
};

const PRIVATE_MOUNT = [
  '[Unit]\nDescription=lab mount of /.bottlerocket\n',
  '[Mount]\nWhat=PARTLABEL=BOTTLEROCKET-PRIVATE\nWhere=/.bottlerocket\nType=ext4',
  'Options=nosuid,nodev,noexec,noatime,private,context=system_u:object_r:private_t:s0\n',
  '[Install]\nWantedBy=local-fs.target\n',
].join('\n');

const ENCRYPTION_UNITS = [
  'encrypt-unlock-local-fs.service',
  'encrypt-unlock-private-fs.service',
  'encrypt-unlock-datastore.service',
  'prepare-private-fs.service',
];

/** The units that an image of 2026 has beside those of the classic era. */
export function unitFiles2026(release: Release2026, usr: string): TreeEntry[] {
  const units = `${usr}/lib/systemd/system`;
  const encryption = release.features.ephemeralKeys ? ENCRYPTION_UNITS : [];
  return [
    ...Object.entries(FIPS_UNITS).map(([name, text]) => file(`${units}/${name}`, text)),
    file(`${units}/\\x2ebottlerocket.mount`, PRIVATE_MOUNT),
    pluginMount(usr, 'civ'),
    file(`${units}/whippet.service`, '[Unit]\nDescription=lab D-Bus launcher\n\n[Service]\nExecStart=/usr/bin/whippet\n\n[Install]\nAlias=dbus.service\n'),
    file(`${units}/service.d/00-aws-config.conf`, '[Service]\nEnvironment=AWS_SDK_LOAD_CONFIG=true\n'),
    ...encryption.map((name) => file(`${units}/${name}`, tpmService(name))),
    symlink(`${units}/dbus.service`, 'whippet.service'),
  ];
}

function oneshot(description: string, exec: string): string {
  return `[Unit]\nDescription=${description}\n${FIPS}\n\n[Service]\nType=oneshot\nExecStart=${exec}\nRemainAfterExit=true\n`;
}

function overlay(where: string, upper: string): string {
  const lines = ['What=overlay', `Where=${where}`, 'Type=overlay', `Options=nosuid,nodev,noatime,lowerdir=${upper}:${where}`].join('\n');
  return `[Unit]\nDescription=lab overlay of ${where}\n${FIPS}\nConditionPathIsDirectory=${upper}\n\n[Mount]\n${lines}\n`;
}

function tpmService(name: string): string {
  const lines = ['Type=oneshot', 'ExecStart=/usr/bin/rottweiler', 'RemainAfterExit=true'].join('\n');
  return `[Unit]\nDescription=lab ${name}\nConditionSecurity=tpm2\n\n[Service]\n${lines}\n\n[Install]\nRequiredBy=local-fs.target\n`;
}
