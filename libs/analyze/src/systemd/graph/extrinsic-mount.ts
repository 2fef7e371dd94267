import { hasOption, type Mount } from '../kinds/mount.ts';

const EXTRINSIC = /^\/(?:usr|etc)?$|^\/(?:run\/initramfs|proc|sys|dev)(?:\/|$)/;

/** Of the system itself, or of the kernel: it is not taken down. */
export function isExtrinsic(mount: Mount | undefined): boolean {
  return mount !== undefined && (EXTRINSIC.test(mount.where) || hasOption(mount.options, 'x-initrd.mount'));
}
