export { openSquashfs } from './open-squashfs.ts';
export { isSquashfs, readSquashfsSuperBlock, type SquashfsSuperBlock } from './super-block.ts';
