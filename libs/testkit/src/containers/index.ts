export { type DiskForm, diskForms } from './pack-disk.ts';
export { withPackedDisk } from './with-packed-disk.ts';
