export type { BadDisk } from './bad-disk.ts';
export { BAD_QCOW2, GOOD_QCOW2 } from './bad-qcow2.ts';
export { BAD_VMDK, GOOD_SPARSE, GOOD_STREAM } from './bad-vmdk.ts';
export { HIDDEN_PARENTS } from './hidden-parents.ts';
export { manifestLine, type OvaMember, type OvaRecipe, ovaFile, ovfText, tarFile, tarHeader } from './ova-file.ts';
export { packOva, packVirtualDisk, type VirtualDiskForm, virtualDiskForms } from './pack-virtual-disk.ts';
export { type Qcow2Recipe, qcow2File } from './qcow2-file.ts';
export { type VmdkRecipe, vmdkFile } from './vmdk-file.ts';
