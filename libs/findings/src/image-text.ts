import type { BankName } from '@staticfire/facts';

/** The disk as reports draw it: how it is parted, what proves its root filesystem, how it starts. */
export interface ImageText {
  /** Of the disk, inflated where the file is compressed. Absent: the partition table could not be read. */
  readonly diskLength?: number;
  /** Lower case. */
  readonly diskGuid?: string;
  /** In the order of the table. */
  readonly partitions: readonly PartitionText[];
  /** Why there is no partition to list. */
  readonly unreadable?: string;
  /** One for each bank that has content. */
  readonly banks: readonly BankText[];
}

export interface PartitionText {
  /** Number of the entry, from 1. */
  readonly index: number;
  /** EFI, BOOT, ROOT …, or UNKNOWN. */
  readonly role: string;
  readonly bank?: BankName;
  /** PARTLABEL. */
  readonly label: string;
  readonly guid: string;
  readonly typeGuid: string;
  /** Bytes from the start of the disk. */
  readonly offset: number;
  /** Bytes. */
  readonly length: number;
}

/** What one bank is and how it starts. */
export interface BankText {
  readonly bank: BankName;
  /** The boot loader would choose it. */
  readonly judged: boolean;
  /** How it starts: `grub-two-banks`, `uki` …; absent: it could not be told. */
  readonly era?: string;
  readonly verity: VerityText;
  /** Absent: it could not be worked out. */
  readonly chain?: BootChainText;
}

/**
 * verified: every block of ROOT was hashed, and table, superblock and tree agree. broken: they were read and do not.
 * absent: there is none. unreadable: it could not be told.
 */
export interface VerityText {
  readonly state: 'verified' | 'broken' | 'absent' | 'unreadable';
  readonly algorithm?: string;
  /** What the command line asks for, hexadecimal. */
  readonly rootHash?: string;
  /** What the data give, hexadecimal. */
  readonly computedRootHash?: string;
  readonly salt?: string;
  /** Bytes of ROOT that the tree covers. */
  readonly dataLength?: number;
  /** What does not agree, or why it could not be read. */
  readonly problems: readonly string[];
}

/** From the first program to the root filesystem. */
export interface BootChainText {
  readonly links: readonly BootLinkText[];
  /** Every link is there. */
  readonly complete: boolean;
  /** What takes part in the boot and nothing signs or hashes. */
  readonly unprotectedInputs: readonly string[];
  /** What Secure Boot needs; absent: it could not be told. */
  readonly secureBoot?: { readonly expected: boolean; readonly missing: readonly string[] };
}

export interface BootLinkText {
  /** `firmware-loader`, `boot-loader`, `kernel` … */
  readonly step: string;
  readonly partition?: string;
  readonly path?: string;
  readonly sha256?: string;
  readonly present: boolean;
  /** What signs or hashes it: is there, not that it holds. Empty: nothing. */
  readonly protectedBy: readonly string[];
  /** What it says the next step is. */
  readonly handsOn: string;
  /** Its signature was verified; absent: it has none, or that could not be done. */
  readonly check?: SignatureCheckText;
}

/**
 * vouched: it holds, and leads to what `by` carries. enrolled: it holds, and leads to a certificate on the ESP for the owner to enrol. outside: it holds, and nobody in
 * the image vouches for who made it. refused: shim names it among what it does not start. invalid: one does not hold. unchecked: who should look at it cannot.
 */
export interface SignatureCheckText {
  /** firmware, shim, GRUB. */
  readonly by: string;
  readonly verdict: 'vouched' | 'enrolled' | 'outside' | 'refused' | 'invalid' | 'unchecked';
  /** Subjects of certificates, or key ids. */
  readonly signers: readonly string[];
}
