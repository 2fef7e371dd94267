import type { GrubRecipe } from './grub-config.ts';
import type { DiskSize, PlannedPartition } from './partition-plan.ts';
import type { PartitionKey } from './partition-types.ts';
import type { Release } from './release.ts';
import type { TreeEntry } from './tree.ts';
import type { VerityRecipe } from './verity.ts';

/** Everything a lab image is made of, as plain data: change a value, get another image. */
export interface ImageRecipe {
  readonly name: string;
  /** One line: what it imitates and what it leaves out. */
  readonly about: string;
  readonly size: DiskSize;
  /** A split image's second disk is built too. */
  readonly withDataDisk: boolean;
  readonly diskGuid: string;
  readonly partitions: readonly PlannedPartition[];
  readonly release: Release;
  readonly root: RootRecipe;
  readonly verity: VerityRecipe;
  readonly boot: BootRecipe;
  readonly esp: Readonly<Record<string, Uint8Array>>;
  readonly bootConfig: string;
  /** Files on PRIVATE beside bootconfig.data. */
  readonly privateEntries: readonly TreeEntry[];
  /** Bytes changed in the finished image, checksums left as they are. */
  readonly patches: readonly Patch[];
}

export interface RootRecipe {
  readonly entries: readonly TreeEntry[];
  /** Debian packages unpacked below the system root. */
  readonly packages: readonly string[];
  readonly features: readonly string[];
  /** debugfs commands run after shrinking and before verity. */
  readonly debugfs: readonly string[];
}

export interface BootRecipe {
  readonly entries: readonly TreeEntry[];
  readonly grub: GrubRecipe;
  /** debugfs commands run last. */
  readonly debugfs: readonly string[];
}

export interface Patch {
  readonly at: PartitionKey | 'disk';
  /** From the start of the partition or disk; negative from the end of the disk. */
  readonly offset: number;
  /** New bytes as hex, or one byte to combine with what is there. */
  readonly bytes?: string;
  readonly xor?: number;
}
