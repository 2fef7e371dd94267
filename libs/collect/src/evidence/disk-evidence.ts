import type { Image } from '@staticfire/read/image';
import type { BuildArtifacts } from './build-artifacts.ts';

/** What disk collectors may read. */
export interface DiskEvidence {
  readonly image: Image;
  /** Undefined where the disk was not found in a folder. */
  readonly artifacts?: BuildArtifacts | undefined;
}
