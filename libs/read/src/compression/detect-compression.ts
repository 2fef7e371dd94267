export type Compression = 'gzip' | 'zstd' | 'xz' | 'lz4' | 'lz4-legacy' | 'bzip2' | 'lzma';

/** First bytes. For `.lzma`, which has no magic: lc=3 lp=0 pb=2 and the low half of a dictionary of at least 64 KiB, as the kernel's decompressors look for it. */
const MAGICS: readonly (readonly [Compression, readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ['lz4', [0x04, 0x22, 0x4d, 0x18]],
  ['lz4-legacy', [0x02, 0x21, 0x4c, 0x18]],
  ['bzip2', [0x42, 0x5a, 0x68]],
  ['lzma', [0x5d, 0x00, 0x00]],
];

/** The compression that `bytes` start like. */
export function detectCompression(bytes: Uint8Array): Compression | undefined {
  return MAGICS.find(([, magic]) => magic.every((byte, index) => bytes[index] === byte))?.[0];
}
