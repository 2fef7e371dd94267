import { createHmac } from 'node:crypto';
import { kernelImage } from './bytes/kernel-image.ts';
import { kernelConfig } from './kernel-config.ts';
import { directory, file, type TreeEntry } from './tree.ts';

const HMAC_KEY = 'FIPS-FTW-RHT2009'; // the key of the sha512hmac tool

/** The files of BOOT but for grub.cfg, which needs the root hash (anatomy 5.2). */
export function bootTree(kernelVersion: string): TreeEntry[] {
  const vmlinuz = kernelImage(kernelVersion, kernelConfig());
  return [
    directory('/', 0o700),
    directory('/efi', 0o700),
    directory('/grub', 0o700),
    directory('/lost+found', 0o700),
    file('/vmlinuz', vmlinuz, 0o700),
    file('/config', kernelConfig(), 0o600),
    file('/.vmlinuz.hmac', hmacLine(vmlinuz), 0o600),
  ];
}

function hmacLine(vmlinuz: Uint8Array): string {
  return `${createHmac('sha512', HMAC_KEY).update(vmlinuz).digest('hex')}  vmlinuz\n`;
}
