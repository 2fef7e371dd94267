import type { ArtifactName } from './artifact-name.ts';

/** What is scanned. */
export interface ScanInput {
  /** The disk; of partition images ROOT. */
  readonly path: string;
  /** The folder that was given, in which `path` was found. */
  readonly folder?: string;
  /** Partition images beside ROOT, both or, for what ROOT alone tells, neither: then there is no disk. */
  readonly partitions?: { readonly boot?: string; readonly verity?: string };
  /** The second disk of a split image. */
  readonly dataDisk?: string;
  /** Files of the folder that are compared with the disk, the disk itself among them, by name. */
  readonly artifacts?: readonly BuildFile[];
}

/** A file of a build output folder. */
export interface BuildFile extends ArtifactName {
  readonly name: string;
  readonly path: string;
  /** Why it is not opened: no regular file, or a link that is not followed. */
  readonly problem?: string;
}

/** Files that make no image together: a mistake of the caller's, whatever is in them. */
export class InputError extends Error {
  override readonly name = 'InputError';
}
