import type { ByteView } from '../../bytes/index.ts';
import { UnsupportedError } from '../../bytes/index.ts';

/** Feature words by bit, as `dump.erofs -s` prints them; include/erofs_fs.h of erofs-utils. Two features share an incompat bit more than once. */
const COMPAT_WORDS: Readonly<Record<number, string>> = {
  0: 'sb_csum',
  1: 'mtime',
  2: 'xattr_filter',
  3: 'shared_ea_in_metabox',
  4: 'plain_xattr_pfx',
  5: 'ishare_xattrs',
};

const INCOMPAT_WORDS: Readonly<Record<number, string>> = {
  0: '0padding',
  1: 'big_pcluster', // also compr_cfgs
  2: 'chunked_file',
  3: 'device_table', // also compr_head2, which has no devices
  4: 'ztailpacking',
  5: 'fragments', // also dedupe
  6: 'xattr_prefixes',
  7: '48bit',
  8: 'metabox',
};

export const Compat = { superBlockChecksum: 0x1, xattrFilter: 0x4, sharedXattrsInMetabox: 0x8, plainPrefixes: 0x10 } as const;

export const Incompat = {
  ...{ zeroPadding: 0x1, compressionConfigs: 0x2, chunkedFile: 0x4, secondHead: 0x8, inlineTails: 0x10, fragments: 0x20, longPrefixes: 0x40 },
} as const;

const DEVICES_AT = 86; // extra_devices
const READABLE_INCOMPAT = Object.values(Incompat).reduce((mask, bit) => mask | bit, 0);

export interface FeatureBits {
  readonly compat: number;
  readonly incompat: number;
}

/** Words and order of dump.erofs. */
export function featureNames({ compat, incompat }: FeatureBits): string[] {
  return [...words(compat, COMPAT_WORDS, 'C'), ...words(incompat, INCOMPAT_WORDS, 'I')];
}

/** Unknown compat features change nothing for a reader; unknown incompat features may change everything. */
export function rejectUnreadableFeatures(superBlock: ByteView, { compat, incompat }: FeatureBits): void {
  const names = words(incompat & ~READABLE_INCOMPAT, INCOMPAT_WORDS, 'I');
  if ((incompat & Incompat.secondHead) !== 0 && superBlock.u16(DEVICES_AT) > 0) names.push('device_table');
  if (names.length > 0) throw unsupported(superBlock, 'feature_incompat', 80, names.join(', '));
  if ((compat & Compat.sharedXattrsInMetabox) !== 0) throw unsupported(superBlock, 'feature_compat', 8, 'shared_ea_in_metabox');
}

/** An UnsupportedError about a field, named by the feature. */
export function unsupported({ structure, offset }: ByteView, field: string, at: number, feature: string): UnsupportedError {
  return new UnsupportedError({ structure, field, offset: offset + at, found: feature, message: 'a feature that is not read' });
}

function words(bits: number, names: Readonly<Record<number, string>>, letter: string): string[] {
  const found: string[] = [];
  for (let bit = 0; bit < 32; bit++) if ((bits >>> bit) & 1) found.push(names[bit] ?? `FEATURE_${letter}${bit}`);
  return found;
}
