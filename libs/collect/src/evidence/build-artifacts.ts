import type { BlockSource } from '@staticfire/read/block-source';
import type { ArtifactKind } from './artifact-kinds.ts';

/** A file that a build left beside the disk, or the disk. */
export interface BuildArtifact {
  readonly kind: ArtifactKind;
  /** In its folder. */
  readonly name: string;
  /** The end of the name, the same for every build. */
  readonly suffix: string;
  /** Facts come from it. */
  readonly isScanned: boolean;
  /** Opens it, unpacked, for as long as `work` takes. Throws a ReadError also for what the operating system says, and when the file changes meanwhile. */
  read<T>(work: (source: BlockSource) => Promise<T>): Promise<T>;
}

/** The files of the folder in which the disk was found. */
export interface BuildArtifacts {
  /** By name. */
  readonly files: readonly BuildArtifact[];
  /** As `findDifference`, in a thread. */
  readonly compare: (one: BlockSource, other: BlockSource) => Promise<number | undefined>;
}
