import { Option } from 'commander';

/** What `--help` says of a disk in a file. */
export const IMAGE_ARGUMENT = 'disk image: raw, in LZ4, xz, gzip, zstd or bzip2, or a virtual disk (qcow2, VMDK, OVA)';
/** What commands take that need a partition table, */
export const DISK = `${IMAGE_ARGUMENT}; a file, or an https:// URL, of which parts are fetched; or the folder of a build`;
/** and others. */
export const IMAGE = `${DISK}; or the three partition images of one`;
export const ALLOW_HTTP = 'fetch the image by plain http:// from another machine';

export const IMAGE_HELP = `
Images:
  DISK                                   as a build wrote it, or compressed; of an OVA the disk with ROOT, and the one with DATA as its data disk
  https://…                              the same behind a URL; what is secret in it is not shown
  FOLDER                                 build/images/ARCH-VARIANT/latest: its disk is scanned, and everything else in it that is a copy of a part of the disk is
                                         compared with it; links are followed inside of the folder only
  X-boot.ext4 X-root.ext4 X-root.verity  what update repositories hold, also with .lz4: rules about what only a disk has are unknown
  DISK X-data.img                        both disks of a split image; --data-disk where the second has another name
`;

export function dataDiskOption(text = 'the second disk of a split image, which facts about DATA then tell of; in a folder and in an OVA it is found'): Option {
  return new Option('--data-disk <file>', text);
}
