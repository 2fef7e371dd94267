import type { ExtendedAttribute, FileType } from '@staticfire/read/filesystem';

/** One member of an archive. */
export interface TarEntry {
  /** Components below the archive's root; none for the root itself. */
  readonly path: readonly string[];
  /** `hard-link`: another name for the file that `target` leads to. */
  readonly type: FileType | 'hard-link';
  /** Permission bits with setuid, setgid and sticky. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Bytes of content that follow. */
  readonly size: number;
  /** Nanoseconds since 1970. */
  readonly mtime: bigint;
  /** Of symlinks as it lies there; of hard links the path in the archive. */
  readonly target: string;
  readonly device?: { readonly major: number; readonly minor: number };
  /** In the order in which the system lists them. */
  readonly xattrs: readonly ExtendedAttribute[];
}

export interface TarSink {
  entry(entry: TarEntry): void;
  /** Content of the last entry, piece by piece; valid until it returns. */
  content(bytes: Uint8Array): void;
}
