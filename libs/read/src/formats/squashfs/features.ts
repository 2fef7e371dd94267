/** Words by bit of the superblock's flags: what mksquashfs was told, as its options are spelled; squashfs_fs.h, SQUASHFS_NOI and so on. */
const FLAG_WORDS: Readonly<Record<number, string>> = {
  0: 'noI',
  1: 'noD',
  3: 'noF',
  4: 'no-fragments',
  5: 'always-use-fragments',
  6: 'duplicates-removed',
  7: 'exports',
  8: 'noX',
  9: 'no-xattrs',
  10: 'compressor-options',
  11: 'noId',
};
const FLAG_BITS = 16;

export const Flag = { exports: 0x80, compressorOptions: 0x400 } as const;

/** The compressor's name, then the words of the flags in the order of their bits. */
export function featureNames(compressor: string, flags: number): string[] {
  const names = [compressor];
  for (let bit = 0; bit < FLAG_BITS; bit++) if ((flags >>> bit) & 1) names.push(FLAG_WORDS[bit] ?? `FLAG_${bit}`);
  return names;
}
