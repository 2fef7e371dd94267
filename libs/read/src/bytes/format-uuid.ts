/** 16 bytes in the order that they are stored, as Linux writes a filesystem's UUID: lower case, hyphens after 8, 12, 16 and 20 digits. */
export function formatUuid(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
