/** What an inode is. `mode` carries the same in its upper bits; this is for reading. */
export type FileType = 'file' | 'directory' | 'symlink' | 'char-device' | 'block-device' | 'fifo' | 'socket';

export interface FileStat {
  readonly inode: number;
  readonly type: FileType;
  /** Permission bits with setuid, setgid and sticky: 0 to 0o7777. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Bytes; of a symlink its target's length. */
  readonly size: number;
  readonly links: number;
  /** Nanoseconds since 1970. */
  readonly mtime: bigint;
  /** Devices only. */
  readonly device?: { readonly major: number; readonly minor: number };
}

export interface DirectoryEntry {
  /** One path component as `decodeFileName` gives it; never `.`, `..`, empty, or with a slash. */
  readonly name: string;
  readonly inode: number;
  /** A second name that a path may use as well, where it is not just `name` in another case: the 8.3 name of FAT. */
  readonly alias?: string;
}

/** A stretch of a file. Without `sourceOffset` it is a hole (or unwritten) and reads as zeros. */
export interface FileRun {
  /** Bytes from the file's start. */
  readonly fileOffset: number;
  readonly length: number;
  /** Bytes from the filesystem's start. */
  readonly sourceOffset?: number;
  /** Bytes stored at `sourceOffset` when that is not `length`, as they may be compressed. */
  readonly sourceLength?: number;
}

export interface ExtendedAttribute {
  /** With its prefix: `security.selinux`. */
  readonly name: string;
  readonly value: Uint8Array;
}

/** What a filesystem says of itself. */
export interface FileSystemInfo {
  readonly type: 'ext4' | 'erofs' | 'squashfs' | 'vfat' | 'xfs';
  readonly blockSize: number;
  /** Bytes that the superblock says the filesystem spans; often less than its partition. */
  readonly length: number;
  readonly uuid: string;
  readonly label: string;
  /** Feature names in the words of the format's tools (`dumpe2fs`), in their order. */
  readonly features: readonly string[];
  /** False when the superblock says that it was not unmounted cleanly or has recorded errors. */
  readonly clean: boolean;
}

/**
 * A read-only filesystem, addressed by inode number. Every method throws FormatError, UnsupportedError or
 * LimitError; something optional that is missing is `undefined` or an empty list.
 */
export interface FileSystem {
  readonly info: FileSystemInfo;
  readonly rootInode: number;
  /** Names that differ in case only are the same name to everyone who opens a path. Exact when missing. */
  readonly caseInsensitive?: boolean;
  stat(inode: number): FileStat;
  /** Entries in on-disk order, without `.` and `..`. Ends (with LimitError) on directories that never do. */
  list(inode: number): Iterable<DirectoryEntry>;
  /** Target of a symlink. */
  readLink(inode: number): string;
  /** In on-disk order. */
  xattrs(inode: number): readonly ExtendedAttribute[];
  /** Bytes from `offset`; fewer than asked only at the file's end; holes are zeros. */
  read(inode: number, offset: number, length: number): Uint8Array;
  /** Fills `target` from `offset` and returns how many bytes that were; fewer than its length only at the file's end. */
  readInto(inode: number, offset: number, target: Uint8Array): number;
  /** The file's data in file order, holes included; adjacent runs merged. Inline data has no run. */
  runs(inode: number): Iterable<FileRun>;
  /** What the filesystem keeps at `offset` (bytes from its start) when it is no file's data: `inode table of group 3`. */
  metadataAt(offset: number): string | undefined;
  /** Byte ranges, from the filesystem's start, that hold this inode's own metadata outside the inode table: extent blocks, xattr block. */
  metadataRuns(inode: number): Iterable<{ readonly sourceOffset: number; readonly length: number; readonly what: string }>;
}
