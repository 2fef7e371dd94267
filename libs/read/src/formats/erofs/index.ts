export { openErofs } from './open-erofs.ts';
export { type ErofsSuperBlock, isErofs, readErofsSuperBlock } from './super-block.ts';
