const POLYNOMIAL = 0x82f63b78; // Castagnoli, reflected
const TABLES = buildTables();

/**
 * CRC-32C as ext4 and erofs store it: reflected, no final inversion, so that a checksum can be
 * continued by passing the previous value as `seed` (Linux lib/crc32.c, `crc32c_le`).
 */
export function crc32c(bytes: Uint8Array, seed = 0xffffffff): number {
  let crc = seed >>> 0;
  let at = 0;
  for (const end = bytes.length - 7; at < end; at += 8) crc = step8(crc, bytes, at);
  for (; at < bytes.length; at++) crc = (TABLES[(crc ^ bytes[at]!) & 0xff]! ^ (crc >>> 8)) >>> 0;
  return crc;
}

/** Slicing-by-8: eight table look-ups for eight bytes. */
function step8(crc: number, bytes: Uint8Array, at: number): number {
  const low = crc ^ (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24));
  return (
    (TABLES[0x700 | (low & 0xff)]! ^
      TABLES[0x600 | ((low >>> 8) & 0xff)]! ^
      TABLES[0x500 | ((low >>> 16) & 0xff)]! ^
      TABLES[0x400 | (low >>> 24)]! ^
      TABLES[0x300 | bytes[at + 4]!]! ^
      TABLES[0x200 | bytes[at + 5]!]! ^
      TABLES[0x100 | bytes[at + 6]!]! ^
      TABLES[bytes[at + 7]!]!) >>>
    0
  );
}

function buildTables(): Uint32Array {
  const tables = new Uint32Array(8 * 256);
  for (let index = 0; index < 256; index++) {
    let crc = index;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1;
    tables[index] = crc;
  }
  for (let index = 256; index < tables.length; index++) {
    const previous = tables[index - 256]!;
    tables[index] = tables[previous & 0xff]! ^ (previous >>> 8);
  }
  return tables;
}
