import { decodeFileName } from '../../bytes/index.ts';

/** Linux takes no longer paths (PATH_MAX); a name of a file or a version is none. */
export const MAX_NAME_LENGTH = 4096;

/** The string of at most `limit` bytes that starts at an offset of a string table; undefined where it does not end inside, or is longer. */
export function stringAt(table: Uint8Array, offset: number, limit = MAX_NAME_LENGTH): string | undefined {
  const end = table.subarray(offset, offset + limit + 1).indexOf(0);
  return end < 0 ? undefined : decodeFileName(table.subarray(offset, offset + end));
}

/** Those of the names that strings of the table are, or end with: linkers let one string be the end of another. */
export function findStrings(table: Uint8Array, names: readonly string[]): string[] {
  const text = Buffer.from(table.buffer, table.byteOffset, table.byteLength);
  return names.filter((name) => text.includes(`${name}\0`, 0, 'latin1'));
}
