import { type BlockSource, readBytes } from '../../block-source/index.ts';
import { ByteView, decodeFileName, UnsupportedError } from '../../bytes/index.ts';
import { hex, verifyChecksum } from './checksums.ts';
import { type FeatureBits, featureNames, Incompat, unreadableFeatures } from './features.ts';

const MAGIC = 0x58465342; // XFSB
const BASE_LENGTH = 512;
const VERSION_AT = 100;
const SECTOR_SIZE_AT = 102;
const CHECKSUM_AT = 224;
const MIN_SECTOR_SIZE = 512;
const MAX_SECTOR_SIZE = 32_768;
const VERSION_MASK = 0xf;

/** struct xfs_dsb of fs/xfs/libxfs/xfs_format.h. Big-endian; counts are in the unit their name says. */
export interface XfsSuperBlock {
  readonly view: ByteView;
  readonly blockSize: number; // sb_blocksize, bytes
  readonly blocksCount: number; // sb_dblocks
  readonly uuid: Uint8Array; // sb_uuid: what users see
  /** What metadata carries: sb_meta_uuid when the user's was changed after mkfs, or sb_uuid. */
  readonly metaUuid: Uint8Array;
  readonly logStart: number; // sb_logstart: block number, 0 when the log is on another device
  readonly logBlocks: number; // sb_logblocks
  readonly rootInode: number; // sb_rootino
  /** sb_rbmino, sb_rsumino, sb_uquotino, sb_gquotino, sb_pquotino, sb_metadirino: never in a directory of the root's tree. */
  readonly internalInodes: readonly number[];
  readonly agBlocks: number; // sb_agblocks: blocks of every allocation group but the last
  readonly agCount: number; // sb_agcount
  readonly sectorSize: number; // sb_sectsize, bytes
  readonly inodeSize: number; // sb_inodesize, bytes
  readonly inodesPerBlock: number; // sb_inopblock
  readonly label: string; // sb_fname
  readonly blockSizeLog: number; // sb_blocklog
  readonly sectorSizeLog: number; // sb_sectlog
  readonly inodeSizeLog: number; // sb_inodelog
  readonly inodesPerBlockLog: number; // sb_inopblog
  readonly agBlocksLog: number; // sb_agblklog: bits of a block number that count inside its allocation group
  readonly inProgress: number; // sb_inprogress: 1 while mkfs runs
  readonly directoryBlockLog: number; // sb_dirblklog: a directory block is that many bits larger than a block
  readonly features: FeatureBits;
}

export function isXfs(source: BlockSource): boolean {
  return source.length >= BASE_LENGTH && readView(source, BASE_LENGTH).u32(0) === MAGIC;
}

/**
 * The first superblock with its checksum verified and its features checked; whether its numbers make sense is
 * `checkGeometry`'s business. Version 4 and features that cannot be read → UnsupportedError naming them.
 */
export function readSuperBlock(source: BlockSource): XfsSuperBlock {
  const base = readView(source, BASE_LENGTH);
  if (base.u32(0) !== MAGIC) throw base.error('sb_magicnum', 0, hex(base.u32(0)), hex(MAGIC));
  const version = base.u16(VERSION_AT) & VERSION_MASK;
  if (version !== 5) throw unsupported(base, 'sb_versionnum', VERSION_AT, `version ${version}`, 'version 5');
  const view = readView(source, readSectorSize(base));
  verifyChecksum(view, 'sb_crc', CHECKSUM_AT);
  const superBlock = decode(view);
  const unreadable = unreadableFeatures(superBlock.features);
  if (unreadable.length > 0) throw unsupported(view, 'sb_features_incompat', 216, unreadable.join(' '));
  return superBlock;
}

export function featuresOf({ features }: XfsSuperBlock): string[] {
  return featureNames(features);
}

export function has({ features }: XfsSuperBlock, incompat: number): boolean {
  return (features.incompat & incompat) !== 0;
}

function readSectorSize(base: ByteView): number {
  const size = base.u16(SECTOR_SIZE_AT);
  if (size < MIN_SECTOR_SIZE || size > MAX_SECTOR_SIZE || (size & (size - 1)) !== 0)
    throw base.error('sb_sectsize', SECTOR_SIZE_AT, size, `a power of two, ${MIN_SECTOR_SIZE} to ${MAX_SECTOR_SIZE}`);
  return size;
}

function decode(view: ByteView): XfsSuperBlock {
  const features = readFeatures(view);
  const uuid = view.slice(32, 16);
  return {
    view,
    features,
    uuid,
    blockSize: view.u32(4),
    blocksCount: view.safeU64(8, 'sb_dblocks'),
    metaUuid: (features.incompat & Incompat.metaUuid) === 0 ? uuid : view.slice(248, 16),
    logStart: view.safeU64(48, 'sb_logstart'),
    rootInode: view.safeU64(56, 'sb_rootino'),
    internalInodes: readInternalInodes(view, features),
    agBlocks: view.u32(84),
    agCount: view.u32(88),
    logBlocks: view.u32(96),
    sectorSize: view.u16(SECTOR_SIZE_AT),
    inodeSize: view.u16(104),
    inodesPerBlock: view.u16(106),
    label: decodeFileName(untilNul(view.slice(108, 12))),
    blockSizeLog: view.u8(120),
    sectorSizeLog: view.u8(121),
    inodeSizeLog: view.u8(122),
    inodesPerBlockLog: view.u8(123),
    agBlocksLog: view.u8(124),
    inProgress: view.u8(126),
    directoryBlockLog: view.u8(192),
  };
}

function readFeatures(view: ByteView): FeatureBits {
  return {
    version: view.u16(VERSION_AT),
    features2: view.u32(200),
    compat: view.u32(208),
    roCompat: view.u32(212),
    incompat: view.u32(216),
    logIncompat: view.u32(220),
  };
}

/** 0 and all ones mean that there is none. */
function readInternalInodes(view: ByteView, { incompat }: FeatureBits): number[] {
  const places = (incompat & Incompat.metadir) === 0 ? [64, 72, 160, 168, 232] : [264];
  return places.map((at) => Number(view.u64(at))).filter((inode) => inode !== 0 && Number.isSafeInteger(inode));
}

function readView(source: BlockSource, length: number): ByteView {
  return new ByteView(readBytes(source, 0, length), 'xfs superblock', source.origin, 'big');
}

function unsupported({ structure, offset }: ByteView, field: string, at: number, found: string, expected?: string): UnsupportedError {
  return new UnsupportedError({ structure, field, offset: offset + at, found, ...(expected === undefined ? {} : { expected }) });
}

function untilNul(bytes: Uint8Array): Uint8Array {
  const end = bytes.indexOf(0);
  return end < 0 ? bytes : bytes.subarray(0, end);
}
