/** Bits that say how a filesystem is laid out: fs/xfs/libxfs/xfs_format.h. */
export interface FeatureBits {
  readonly version: number; // sb_versionnum
  readonly features2: number; // sb_features2
  readonly compat: number; // sb_features_compat
  readonly roCompat: number; // sb_features_ro_compat
  readonly incompat: number; // sb_features_incompat
  readonly logIncompat: number; // sb_features_log_incompat
}

export const VersionBit = { asciiCi: 0x4000 } as const; // XFS_SB_VERSION_BORGBIT

/** XFS_SB_FEAT_INCOMPAT_* */
export const Incompat = {
  ftype: 0x1,
  sparseInodes: 0x2,
  metaUuid: 0x4,
  bigtime: 0x8,
  needsRepair: 0x10,
  nrext64: 0x20,
  exchangeRange: 0x40,
  parent: 0x80,
  metadir: 0x100,
  zoned: 0x200,
  zoneGaps: 0x400,
} as const;

/** The words of `xfs_db -c version` in its order. */
const WORDS: readonly (readonly [word: string, field: keyof FeatureBits, bit: number])[] = [
  ['NLINK', 'version', 0x20],
  ['DIRV2', 'version', 0x2000],
  ['ATTR', 'version', 0x10],
  ['QUOTA', 'version', 0x40],
  ['ALIGN', 'version', 0x80],
  ['DALIGN', 'version', 0x100],
  ['LOGV2', 'version', 0x400],
  ['EXTFLG', 'version', 0x1000],
  ['SECTOR', 'version', 0x800],
  ['ASCII_CI', 'version', VersionBit.asciiCi],
  ['MOREBITS', 'version', 0x8000],
  ['ATTR2', 'features2', 0x8],
  ['LAZYSBCOUNT', 'features2', 0x2],
  ['PROJID32BIT', 'features2', 0x80],
  ['CRC', 'features2', 0x100],
  ['FTYPE', 'incompat', Incompat.ftype],
  ['FINOBT', 'roCompat', 0x1],
  ['SPARSE_INODES', 'incompat', Incompat.sparseInodes],
  ['META_UUID', 'incompat', Incompat.metaUuid],
  ['RMAPBT', 'roCompat', 0x2],
  ['REFLINK', 'roCompat', 0x4],
  ['INOBTCNT', 'roCompat', 0x8],
  ['BIGTIME', 'incompat', Incompat.bigtime],
  ['NEEDSREPAIR', 'incompat', Incompat.needsRepair],
  ['NREXT64', 'incompat', Incompat.nrext64],
  ['EXCHANGE', 'incompat', Incompat.exchangeRange],
  ['PARENT', 'incompat', Incompat.parent],
  ['METADIR', 'incompat', Incompat.metadir],
  ['ZONED', 'incompat', Incompat.zoned],
  ['ZONE_GAPS', 'incompat', Incompat.zoneGaps],
];

/** Fields whose bits may be newer than this list, and the letter of a bit without a word; the log's one known bit has none. */
const OPEN_FIELDS: readonly (readonly [field: keyof FeatureBits, letter: string, known: number])[] = [
  ['compat', 'C', 0],
  ['roCompat', 'R', knownBits('roCompat')],
  ['incompat', 'I', knownBits('incompat')],
  ['logIncompat', 'L', 0x1],
];

/** Of these the first would be wrong or unlike the kernel, the others keep file data in zones. */
const UNREADABLE_INCOMPAT = Incompat.needsRepair | Incompat.zoned | Incompat.zoneGaps;

/** Words and order of `xfs_db -c version`; `V5` first; a bit without a word is `FEATURE_I11`. */
export function featureNames(bits: FeatureBits): string[] {
  const known = WORDS.filter(([, field, bit]) => (bits[field] & bit) !== 0).map(([word]) => word);
  return ['V5', ...known, ...OPEN_FIELDS.flatMap(([field, letter, mask]) => unknownNames(bits[field] & ~mask, letter))];
}

/** Features that make reading wrong without knowing them. Unknown ro_compat features only forbid writing. */
export function unreadableFeatures({ incompat, version }: FeatureBits): string[] {
  const unreadable = WORDS.filter(([, field, bit]) => field === 'incompat' && (incompat & UNREADABLE_INCOMPAT & bit) !== 0).map(([word]) => word);
  const folded = (version & VersionBit.asciiCi) === 0 ? [] : ['ASCII_CI'];
  return [...unreadable, ...folded, ...unknownNames(incompat & ~knownBits('incompat'), 'I')];
}

function knownBits(field: keyof FeatureBits): number {
  return WORDS.reduce((mask, [, of, bit]) => (of === field ? mask | bit : mask), 0);
}

function unknownNames(bits: number, letter: string): string[] {
  const found: string[] = [];
  for (let bit = 0; bit < 32; bit++) if ((bits >>> bit) & 1) found.push(`FEATURE_${letter}${bit}`);
  return found;
}
