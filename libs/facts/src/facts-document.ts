import type { Blob } from './blob.ts';
import type { Excerpt, LineExcerpt } from './excerpt.ts';
import type { BankName, Fact } from './fact.ts';

export const FACTS_VERSION = 1;
export const FACTS_SCHEMA_ID = 'urn:staticfire:schema:facts:1';

/** What `stat` said of the image file; times are nanoseconds since 1970 as decimal strings. */
export interface FileIdentity {
  readonly size: number;
  readonly modified: string;
  readonly changed: string;
  readonly inode: string;
  /** Of what is behind a URL, where the server gives a strong one; then inode and time of change are 0. */
  readonly etag?: string;
}

/** What names the input. Kept apart, so that one image in two containers gives the same body. */
export interface InputHeader {
  /** The disk, as the user gave it; of partition images ROOT; of a URL without user, password and query. */
  readonly path: string;
  /** What the disk is packed in. */
  readonly container: 'raw' | 'lz4' | 'gzip' | 'zstd' | 'xz' | 'bzip2' | 'qcow2' | 'vmdk' | 'ova';
  /** What is to be known of the container, a sentence each; names in them come from the file. */
  readonly containerNotes?: readonly string[];
  readonly sha256: string;
  /** Second digest, taken after the scan (`--rehash`). */
  readonly rehash?: string;
  readonly before: FileIdentity;
  readonly after: FileIdentity;
  /** Size, times and inode of every file are the same before and after, and so are the two digests when there are two. */
  readonly unchanged: boolean;
  /** The folder that was given, in which `path` was found. */
  readonly folder?: string;
  /** What was read beside `path`: the other partition images, and the data disk of a split image. */
  readonly others?: readonly OtherInput[];
}

export interface OtherInput extends Pick<InputHeader, 'path' | 'container' | 'sha256' | 'rehash' | 'before' | 'after'> {
  readonly holds: 'BOOT' | 'HASH' | 'DATA';
}

/** What the image would be with user data: only derived facts, and only those that it makes another value of. */
export interface UserDataFacts {
  /** As the user gave it; of a URL without user, password and query. */
  readonly path: string;
  readonly sha256: string;
  /** In the order of the declarations, bank A before bank B. */
  readonly facts: readonly Fact[];
  /** Lines of the file that facts name, by line. */
  readonly excerpts?: readonly LineExcerpt[];
}

export interface FactsBody {
  /** The bank that the boot loader would choose. Absent: the image has no bootable bank. */
  readonly judgedBank?: BankName;
  /** In the order of the declarations, bank A before bank B. */
  readonly facts: readonly Fact[];
  /** Lines of text files that facts name, by bank, partition, path and line: for people, no rule sees them. At most 20 000. */
  readonly excerpts?: readonly Excerpt[];
  /** Files that facts name by their digest, sorted by it, at most 6 MiB together; absent without one. One that a fact names and that is not here was too much, or something of a secret stands in it. */
  readonly blobs?: readonly Blob[];
  /** Present when user data was given. */
  readonly userData?: UserDataFacts;
}

export interface FindOptions {
  /** Prefer what the fact is with the user data of the body. */
  readonly userData?: boolean;
}

/** Document 1: everything that is known of an image. */
export interface FactsDocument {
  readonly $schema: typeof FACTS_SCHEMA_ID;
  readonly version: typeof FACTS_VERSION;
  readonly tool: { readonly name: string; readonly version: string };
  readonly input: InputHeader;
  readonly body: FactsBody;
}

/** The fact of that name; a bank's own fact comes from `bank`. Of the image alone unless `userData` is set. */
export function findFact(
  body: FactsBody,
  name: string,
  bank: BankName | undefined = body.judgedBank,
  { userData = false }: FindOptions = {},
): Fact | undefined {
  const ofBank = (fact: Fact) => fact.name === name && (fact.bank === undefined || fact.bank === bank);
  return (userData ? body.userData?.facts.find(ofBank) : undefined) ?? body.facts.find(ofBank);
}
