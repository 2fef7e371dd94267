export { isVfat } from './boot-sector.ts';
export { openVfat } from './open-vfat.ts';
