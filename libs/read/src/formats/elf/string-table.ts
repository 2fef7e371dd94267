import { decodeFileName } from '../../bytes/index.ts';

/** The string that starts at an offset of a string table; undefined where it does not end inside. */
export function stringAt(table: Uint8Array, offset: number): string | undefined {
  const end = offset < table.length ? table.indexOf(0, offset) : -1;
  return end < 0 ? undefined : decodeFileName(table.subarray(offset, end));
}

/** Those of the names that strings of the table are, or end with: linkers let one string be the end of another. */
export function findStrings(table: Uint8Array, names: readonly string[]): string[] {
  const text = Buffer.from(table.buffer, table.byteOffset, table.byteLength);
  return names.filter((name) => text.includes(`${name}\0`, 0, 'latin1'));
}
