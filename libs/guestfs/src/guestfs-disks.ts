import type { BlockSource } from '@staticfire/read/block-source';

/** How QEMU is to take the bytes of a drive; nothing is guessed from them. */
export type DriveFormat = 'raw' | 'qcow2' | 'vmdk';

/** A disk that an appliance gets, read-only. */
export interface GuestfsDrive {
  readonly path: string;
  /** Given in the place of the file: what is inside of it. */
  readonly source?: BlockSource;
  readonly format: DriveFormat;
}

/** The disks of an image. */
export interface GuestfsDisks {
  readonly main: GuestfsDrive;
  /** The second disk of a split image. */
  readonly data?: GuestfsDrive;
}
