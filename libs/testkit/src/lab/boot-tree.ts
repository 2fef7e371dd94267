import type { BootSigner } from './secure-boot/boot-signer.ts';
import { directory, file, type TreeEntry } from './tree.ts';
import { hmacOf } from './uki.ts';

/** What BOOT has beside the kernel and grub.cfg (anatomy 5.2). */
export function bootTree(config: string): TreeEntry[] {
  return [directory('/', 0o700), directory('/efi', 0o700), directory('/grub', 0o700), directory('/lost+found', 0o700), file('/config', config, 0o600)];
}

/** grub.cfg, and its signature when there is one. */
export function grubEntries(text: string, signer: BootSigner): TreeEntry[] {
  const path = '/grub/grub.cfg';
  const signature = signer.configuration(path, Buffer.from(text));
  return [file(path, text, 0o600), ...(signature === undefined ? [] : [file(`${path}.sig`, signature, 0o600)])];
}

/** The kernel on BOOT and its HMAC, the right one unless `hmac` states another. */
export function kernelEntries(vmlinuz: Uint8Array, hmac = hmacOf(vmlinuz)): TreeEntry[] {
  return [file('/vmlinuz', vmlinuz, 0o700), file('/.vmlinuz.hmac', `${hmac}  vmlinuz\n`, 0o600)];
}
