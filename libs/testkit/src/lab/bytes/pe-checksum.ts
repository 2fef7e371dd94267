/** The CheckSum that a PE file of an even length ought to have: its 16-bit words added with end-around carry, CheckSum itself as 0, plus its length. */
export function peChecksum(file: Buffer, checksumOffset: number): number {
  let sum = 0;
  for (let at = 0; at + 1 < file.length; at += 2) {
    if (at === checksumOffset || at === checksumOffset + 2) continue;
    sum += file.readUInt16LE(at);
    sum = (sum & 0xffff) + (sum >>> 16);
  }
  return sum + file.length;
}
