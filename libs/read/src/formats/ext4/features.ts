/**
 * Feature words by bit, as `dumpe2fs -h` prints them.
 * https://docs.kernel.org/filesystems/ext4/super.html (s_feature_compat, s_feature_incompat, s_feature_ro_compat)
 */
const COMPAT_WORDS: Readonly<Record<number, string>> = {
  0: 'dir_prealloc',
  1: 'imagic_inodes',
  2: 'has_journal',
  3: 'ext_attr',
  4: 'resize_inode',
  5: 'dir_index',
  6: 'lazy_bg',
  8: 'snapshot_bitmap',
  9: 'sparse_super2',
  10: 'fast_commit',
  11: 'stable_inodes',
  12: 'orphan_file',
};

const INCOMPAT_WORDS: Readonly<Record<number, string>> = {
  0: 'compression',
  1: 'filetype',
  2: 'needs_recovery',
  3: 'journal_dev',
  4: 'meta_bg',
  6: 'extent',
  7: '64bit',
  8: 'mmp',
  9: 'flex_bg',
  10: 'ea_inode',
  12: 'dirdata',
  13: 'metadata_csum_seed',
  14: 'large_dir',
  15: 'inline_data',
  16: 'encrypt',
  17: 'casefold',
};

const RO_COMPAT_WORDS: Readonly<Record<number, string>> = {
  0: 'sparse_super',
  1: 'large_file',
  3: 'huge_file',
  4: 'uninit_bg',
  5: 'dir_nlink',
  6: 'extra_isize',
  8: 'quota',
  9: 'bigalloc',
  10: 'metadata_csum',
  11: 'replica',
  12: 'read-only',
  13: 'project',
  14: 'shared_blocks',
  15: 'verity',
  16: 'orphan_present',
};

export const Compat = { sparseSuper2: 0x200 } as const;

export const Incompat = {
  filetype: 0x2,
  recover: 0x4,
  metaBg: 0x10,
  extents: 0x40,
  is64Bit: 0x80,
  mmp: 0x100,
  flexBg: 0x200,
  eaInode: 0x400,
  checksumSeed: 0x2000,
  largeDir: 0x4000,
  inlineData: 0x8000,
  casefold: 0x20000,
} as const;

export const RoCompat = { sparseSuper: 0x1, hugeFile: 0x8, gdtChecksum: 0x10, bigalloc: 0x200, metadataChecksum: 0x400 } as const;

const READABLE_INCOMPAT = Object.values(Incompat).reduce((mask, bit) => mask | bit, 0) & ~Incompat.recover;

export interface FeatureBits {
  readonly compat: number;
  readonly incompat: number;
  readonly roCompat: number;
}

/** Words and order of dumpe2fs. */
export function featureNames({ compat, incompat, roCompat }: FeatureBits): string[] {
  return [...words(compat, COMPAT_WORDS, 'C'), ...words(incompat, INCOMPAT_WORDS, 'I'), ...words(roCompat, RO_COMPAT_WORDS, 'R')];
}

/** Features that make reading wrong without knowing them. Unknown ro_compat features only forbid writing. */
export function unreadableFeatures({ incompat }: FeatureBits): string[] {
  return words(incompat & ~READABLE_INCOMPAT, INCOMPAT_WORDS, 'I');
}

function words(bits: number, names: Readonly<Record<number, string>>, letter: string): string[] {
  const found: string[] = [];
  for (let bit = 0; bit < 32; bit++) if ((bits >>> bit) & 1) found.push(names[bit] ?? `FEATURE_${letter}${bit}`);
  return found;
}
