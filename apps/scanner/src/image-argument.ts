/** What `--help` says of an image. */
export const IMAGE_ARGUMENT = 'disk image: raw, in LZ4, xz, gzip, zstd or bzip2, or a virtual disk (qcow2, VMDK, OVA)';
