export { openXfs } from './open-xfs.ts';
export { isXfs } from './super-block.ts';
