import type { ReadErrorDetail } from '../../bytes/index.ts';

/** The place of a byte of the kernel in an error's words: a kernel that was inflated has no image offsets of its own. */
export type Locate = (offset: number) => Pick<ReadErrorDetail, 'offset' | 'message'>;
