export { type AttributeBits, decodeAttributeBits } from './attribute-bits.ts';
export { findBlockOwners } from './block-owners.ts';
export { findPartition, type Image, openImage, type Partition } from './image.ts';
export { openFileSystem } from './open-file-system.ts';
export type { Bank, Role } from './partition-role.ts';
