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

/** The keys of the snippet that kernel 6.1 ships for AWS. */
export const AWS_BOOT_CONFIG = [
  'kernel.initcall_blacklist = "vmd_drv_init", "megasas_init", "mpt3sas_init", "pqi_init"',
  'kernel.module_blacklist = "i8042"',
  '',
].join('\n');
