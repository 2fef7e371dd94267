import type { Image } from '@staticfire/read/image';

/** What disk collectors may read. */
export interface DiskEvidence {
  readonly image: Image;
}
