import type { Excerpt, FactDeclaration, Source } from '@staticfire/facts';
import type { BlockSource } from '@staticfire/read/block-source';
import type { ReadError } from '@staticfire/read/bytes';
import type { FileSystemInfo, WalkedFile } from '@staticfire/read/filesystem';
import type { BankEvidence } from './evidence/bank-evidence.ts';
import type { DiskEvidence } from './evidence/disk-evidence.ts';

/** Where a collector says what it read, also before it fails. */
export interface SourceLog {
  add(source: Source): void;
  /** Lines that the fact names, as they are, for people who look at it; none with anything of a secret. */
  quote(excerpts: readonly Excerpt[]): void;
  /** A file of at most 6 MiB that the fact names by its SHA-256, for rules that look into it. */
  keep(bytes: Uint8Array, sha256: string): void;
}

/** For readings that are no evidence of a fact. */
export const NO_LOG: SourceLog = { add: () => {}, quote: () => {}, keep: () => {} };

/** Reads one fact. `undefined` means absent; damaged evidence throws and becomes `unreadable`. */
export interface Collector<T, E, K extends keyof E> {
  readonly fact: FactDeclaration<T>;
  /** The evidence it is given, and nothing else. */
  readonly reads: readonly K[];
  collect(evidence: Pick<E, K>, sources: SourceLog): T | undefined | Promise<T | undefined>;
}

// biome-ignore lint/suspicious/noExplicitAny: a registry holds collectors of every type
export type AnyDiskCollector = Collector<any, DiskEvidence, any>;
// biome-ignore lint/suspicious/noExplicitAny: a registry holds collectors of every type
export type AnyBankCollector = Collector<any, BankEvidence, any>;

export function defineDiskCollector<T, K extends keyof DiskEvidence>(collector: Collector<T, DiskEvidence, K>): AnyDiskCollector {
  return collector;
}

export function defineBankCollector<T, K extends keyof BankEvidence>(collector: Collector<T, BankEvidence, K>): AnyBankCollector {
  return collector;
}

/** A partition whose files are walked. */
export type WalkedPartition = 'ROOT' | 'BOOT';

/** A name as visitors see it. */
export interface VisitedFile extends WalkedFile {
  readonly partition: WalkedPartition;
  /** Path with the sysroot and the kernel version taken out. */
  readonly normalPath: string;
  /** Names of the extended attributes. */
  readonly attributeNames: readonly string[];
  /** security.selinux as stored. */
  readonly label?: Uint8Array;
  /** security.capability as stored. */
  readonly capability?: Uint8Array;
  /** Of regular files: the content in any order, for who needs few places of it. What is read counts as what is streamed does. */
  readonly openContent?: () => BlockSource;
}

/** Gets a file's content in order; `chunk` is valid only until it returns. Returning `false` ends the stream for this visitor. */
export type ContentReader = (chunk: Uint8Array) => boolean;

/** Takes part in the one pass over the files of a bank. */
export interface FileVisitor<T> {
  /** Called for every name. Return a reader to be given the content of a regular file. */
  visit(file: VisitedFile): ContentReader | undefined;
  /** Called when a file that was visited has content that cannot be read; what its inode says still holds. */
  contentUnreadable?(file: VisitedFile, error: ReadError): void;
  finish(): T;
}

/** Reads one fact from the pass over the files. `start` and `finish` throw as `collect` does, `visit` never. */
export interface FileCollector<T, K extends keyof BankEvidence = never> {
  readonly fact: FactDeclaration<T>;
  /** The evidence it is given beside the files, and nothing else. */
  readonly reads?: readonly K[];
  /** Whether it is shown the files of such a BOOT after those of ROOT; without it only ROOT's. */
  readonly wantsBoot?: (info: FileSystemInfo) => boolean;
  /** A visitor for one walk; `undefined` means that the fact is absent. */
  start(evidence: Pick<BankEvidence, K>, sources: SourceLog): FileVisitor<T> | undefined;
}

// biome-ignore lint/suspicious/noExplicitAny: a registry holds collectors of every type
export type AnyFileCollector = FileCollector<any, any>;

export function defineFileCollector<T, K extends keyof BankEvidence>(collector: FileCollector<T, K>): AnyFileCollector {
  return collector;
}
