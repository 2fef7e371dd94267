import { type BigIntStats, statSync } from 'node:fs';

/** What tells whether a file changed. Times are nanoseconds since 1970 as decimal strings; the access time is left out. */
export interface FileIdentity {
  readonly size: number;
  readonly modified: string;
  readonly changed: string;
  readonly inode: string;
  /** Of what is behind a URL, where the server gives a strong one; then inode and time of change are 0. */
  readonly etag?: string;
}

/** Throws the operating system's error, or one with the code ENOTREG when `path` is no regular file. */
export function readFileIdentity(path: string): FileIdentity {
  const stat = statSync(path, { bigint: true });
  if (!stat.isFile()) throw Object.assign(new Error(`${path} is ${kindOf(stat)}, not a regular file`), { code: 'ENOTREG' });
  return { size: Number(stat.size), modified: String(stat.mtimeNs), changed: String(stat.ctimeNs), inode: String(stat.ino) };
}

/** What it is when it is no regular file, in words. */
export function kindOf(stat: BigIntStats): string {
  if (stat.isDirectory()) return 'a directory';
  if (stat.isBlockDevice() || stat.isCharacterDevice()) return 'a device';
  return stat.isFIFO() ? 'a pipe' : 'a special file';
}
