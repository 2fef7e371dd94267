import type { FilesystemIds } from './filesystem-ids.ts';
import type { GrubRecipe } from './grub-config.ts';
import type { KernelRecipe } from './kernel-part.ts';
import type { ArchiveKind } from './lab-archive.ts';
import type { DiskSize, PlannedPartition } from './partition-plan.ts';
import type { PartitionKey } from './partition-types.ts';
import type { Release } from './release.ts';
import type { ProfileName } from './secure-boot/key-profile.ts';
import type { TreeEntry } from './tree.ts';
import type { LabUki } from './uki.ts';
import type { VerityRecipe } from './verity.ts';

/** Everything a lab image is made of, as plain data: change a value, get another image. */
export interface ImageRecipe {
  readonly name: string;
  /** One line: what it imitates and what it leaves out. */
  readonly about: string;
  readonly size: DiskSize;
  /** A split image's second disk is built too. */
  readonly withDataDisk: boolean;
  /** Seconds since 1970: the times in every filesystem. */
  readonly time: number;
  /** `xfs`: DATA has an empty filesystem where a build leaves zeros; undefined: what the release says. */
  readonly dataContent?: 'xfs';
  readonly diskGuid: string;
  readonly partitions: readonly PlannedPartition[];
  readonly filesystemIds: FilesystemIds;
  readonly release: Release;
  readonly root: RootRecipe;
  /** The kernel file: its bytes, or what it is built from. */
  readonly kernel: Uint8Array | KernelRecipe;
  readonly verity: VerityRecipe;
  readonly boot: BootRecipe;
  /** How the boot files are signed; undefined for a build without Secure Boot. */
  readonly signing: SigningRecipe | undefined;
  /** Files on the ESP beside a UKI; programs as they are before signing. */
  readonly esp: Readonly<Record<string, Uint8Array>>;
  /** GRUB for the BIOS in LBA 0 and BIOS-BOOT. */
  readonly biosBoot: boolean;
  /** What PRIVATE holds; `random` is a partition that was encrypted with a key nobody has. */
  readonly privateContent: 'ext4' | 'zero' | 'random';
  /** The text of bootconfig.data, or the whole file as bytes; undefined for no such file. */
  readonly bootConfig: string | Uint8Array | undefined;
  /** Files on PRIVATE beside bootconfig.data. */
  readonly privateEntries: readonly TreeEntry[];
  /** What `npm run lab` compresses the image to, too. */
  readonly archives: readonly ArchiveKind[];
  /** Bytes changed in the finished image, checksums left as they are. */
  readonly patches: readonly Patch[];
}

/** Every program on the ESP, the kernel or UKI and grub.cfg are signed, but for exceptions by absolute path on their partition. */
export interface SigningRecipe {
  readonly keys: ProfileName;
  /** Files that are signed with the keys of other profiles, once with each, in this order. */
  readonly by?: Readonly<Record<string, readonly ProfileName[]>>;
  /** Left unsigned: `/EFI/BOOT/grubx64.efi`, `/vmlinuz`, `/grub/grub.cfg` … */
  readonly unsigned: readonly string[];
  /** Signed, then changed by a bit that nothing reads. */
  readonly stale: readonly string[];
}

export interface RootRecipe {
  readonly filesystem: 'ext4' | 'erofs' | 'squashfs';
  readonly entries: readonly TreeEntry[];
  /** Debian packages unpacked below the system root. */
  readonly packages: readonly string[];
  /** Of ext4 alone. */
  readonly features: readonly string[];
  /** Arguments of mkfs.erofs. */
  readonly erofsFlags: readonly string[];
  /** Arguments of mksquashfs. */
  readonly squashfsFlags?: readonly string[];
  /** debugfs commands run after shrinking and before verity; of ext4 alone. */
  readonly debugfs: readonly string[];
  /** Bytes changed in the finished filesystem before verity; its own checksums are left as they are. */
  readonly patches: readonly Omit<Patch, 'at'>[];
}

export type BootRecipe = GrubBoot | UkiBoot;

/** shim, GRUB and the kernel on an ext4 BOOT. */
export interface GrubBoot {
  readonly kind: 'grub';
  /** Hex to state in .vmlinuz.hmac instead of the right HMAC. */
  readonly hmac: string | undefined;
  /** Files beside the kernel, its HMAC and grub.cfg. */
  readonly entries: readonly TreeEntry[];
  readonly grub: GrubRecipe;
  /** debugfs commands run last. */
  readonly debugfs: readonly string[];
}

/** A unified kernel image on the ESP, or on a FAT BOOT-A. Its verity table counts from there. */
export interface UkiBoot {
  readonly kind: 'uki';
  readonly partition: 'EFI-A' | 'BOOT-A';
  readonly uki: LabUki;
}

export interface Patch {
  readonly at: PartitionKey | 'disk';
  /** From the start of the partition or disk; negative from the end of the disk. */
  readonly offset: number;
  /** New bytes as hex, or one byte to combine with what is there. */
  readonly bytes?: string;
  readonly xor?: number;
}
