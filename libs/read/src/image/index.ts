export { type AttributeBits, decodeAttributeBits } from './attribute-bits.ts';
export { findBlockOwners } from './block-owners.ts';
export { BOOT_PATH_STRUCTURE, type BootEvidence, type BootPath, FIRMWARE_PATHS, findBootPath, type UkiBoot } from './boot-path.ts';
export { findEfiKernels } from './find-efi-kernels.ts';
export {
  assembleImage,
  type Disk,
  type DiskPartition,
  findPartition,
  type Image,
  notGiven,
  openDisk,
  openImage,
  openPartitionImages,
  type Partition,
  type PartitionImages,
  startsEmpty,
} from './image.ts';
export { isKnownFileSystem, openFileSystem, openPartition } from './open-file-system.ts';
export { type Bank, type Role, XBOOTLDR } from './partition-role.ts';
