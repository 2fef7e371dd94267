const KIB = 1024;

/** Pseudo-random bytes that follow from `seed` and do not compress. */
export function noise(kib: number, seed: number): Buffer {
  const bytes = Buffer.alloc(kib * KIB);
  let state = seed | 1;
  for (let at = 0; at < bytes.length; at += 4) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes.writeInt32LE(state, at);
  }
  return bytes;
}

/** Bytes that compress to about half, as code does: of each KiB the second half repeats the first. */
export function codeLike(kib: number, seed: number): Buffer {
  const bytes = noise(kib, seed);
  for (let at = 0; at < bytes.length; at += KIB) bytes.copyWithin(at + KIB / 2, at, at + KIB / 2);
  return bytes;
}

/** Lines of text that compress well. */
export function proseLike(kib: number, line: string): string {
  const lines = Array.from({ length: Math.ceil((kib * KIB) / (line.length + 8)) }, (_, index) => `${line} ${index}\n`);
  return lines.join('').slice(0, kib * KIB);
}
