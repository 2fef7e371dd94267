const MAGIC = '#BOOTCONFIG\n';
const TRAILER_LENGTH = 8 + MAGIC.length;

/** bootconfig.data as the kernel's own tool writes it: text, padding, size, byte sum, magic (anatomy 5.6). */
export function encodeBootConfig(text: string): Buffer {
  const body = Buffer.from(`${text}\0`);
  const padding = (4 - ((body.length + TRAILER_LENGTH) % 4)) % 4;
  const padded = Buffer.concat([body, Buffer.alloc(padding)]);
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(padded.length, 0);
  trailer.writeUInt32LE(padded.reduce((sum, byte) => sum + byte, 0) >>> 0, 4);
  return Buffer.concat([padded, trailer, Buffer.from(MAGIC)]);
}

/** The keys of 2026, each on its line and sorted; FIPS images add two (anatomy-2026 section 4.6). */
export function bootConfig2026(fips: boolean): string {
  const common = ['kernel.SYSTEMD_CGROUP_ENABLE_LEGACY_FORCE = 1', 'kernel.SYSTEMD_DEFAULT_MOUNT_RATE_LIMIT_BURST = 25', 'kernel.module_blacklist = "i8042"'];
  const lines = [...common, ...(fips ? ['kernel.fips = 1', 'init.systemd.unit = fipscheck.target'] : [])];
  return `${lines.sort().join('\n')}\n`;
}

/** The words that the kernel makes of the keys below `root`; a value is quoted when it has blanks. */
export function bootConfigWords(text: string, root: 'kernel' | 'init'): string[] {
  const rows = text.split('\n').map((line) => /^(\w+)\.(\S+) = (.*)$/.exec(line));
  return rows.flatMap((row) => (row?.[1] === root ? [`${row[2]}=${unquoted(row[3]!)}`] : []));
}

function unquoted(value: string): string {
  return value.includes(' ') ? value : value.replaceAll('"', '');
}

/** The keys of the snippet that kernel 6.1 ships for AWS. */
export const AWS_BOOT_CONFIG = [
  'kernel.initcall_blacklist = "vmd_drv_init", "megasas_init", "mpt3sas_init", "pqi_init"',
  'kernel.module_blacklist = "i8042"',
  '',
].join('\n');

/** The first of these keys alone is what VMware gets. */
export const VMWARE_BOOT_CONFIG = `${AWS_BOOT_CONFIG.split('\n')[0]}\n`;

/** What is written where no package has a snippet. */
export const NO_BOOT_CONFIG = 'kernel {}\ninit {}\n';
