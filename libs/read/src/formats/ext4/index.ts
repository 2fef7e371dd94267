export { openExt4 } from './open-ext4.ts';
export { isExt4 } from './super-block.ts';
