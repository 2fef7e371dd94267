import { type FileStat, fileTypeOfMode } from '@staticfire/read/filesystem';
import { parseFields } from './parse-fields.ts';

/** What `lstatns` printed. */
export function parseStat(printed: string): Omit<FileStat, 'inode' | 'type'> & { readonly type: FileStat['type'] | undefined } {
  const fields = parseFields(printed);
  const number = (key: string): number => Number(fields.get(key) ?? 0);
  const mode = number('st_mode');
  return {
    type: fileTypeOfMode(mode),
    mode: mode & 0o7777,
    uid: number('st_uid'),
    gid: number('st_gid'),
    size: number('st_size'),
    links: number('st_nlink'),
    mtime: BigInt(fields.get('st_mtime_sec') ?? 0) * 1_000_000_000n + BigInt(fields.get('st_mtime_nsec') ?? 0),
  };
}
