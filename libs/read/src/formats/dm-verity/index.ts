export { hashLeavesInWorkers } from './hash-leaves-in-workers.ts';
export type { LeafRangeResult } from './leaf-range.ts';
export type { DamagedVerityBlock } from './locate-damage.ts';
export { readVeritySuperblock, type VeritySuperblock } from './superblock.ts';
export { parseVerityTable, type VerityTable } from './table.ts';
export { treeGeometry } from './tree-geometry.ts';
export { type HashLeaves, type VerityVerification, verifyTree } from './verify-tree.ts';
export type { VerityParameters } from './verity-parameters.ts';
