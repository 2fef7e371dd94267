import { type BlockSource, readBytes } from '../../block-source/index.ts';
import { ByteView, crc32c, decodeFileName, formatUuid } from '../../bytes/index.ts';
import { type Algorithm, type CompressionConfig, readCompressionConfig } from './compression-config.ts';
import { Compat, type FeatureBits, featureNames, Incompat, rejectUnreadableFeatures, unsupported } from './features.ts';

export const SUPER_BLOCK_OFFSET = 1024;
const BASE_LENGTH = 128;
const EXTENSION_SLOT_LENGTH = 16;
const MAGIC = 0xe0f5e1e2;
const CHECKSUM_AT = 4;
const COMPAT_AT = 8;
const BLOCK_SIZE_BITS_AT = 12;
const EXTENSION_SLOTS_AT = 13;
const MAX_LENGTH = 4096 - SUPER_BLOCK_OFFSET; // the kernel reads one page
const MIN_BLOCK_SIZE_BITS = 9;
const MAX_BLOCK_SIZE_BITS = 16;
const NANOSECONDS_PER_SECOND = 1_000_000_000;

/** struct erofs_super_block: https://docs.kernel.org/filesystems/erofs.html and fs/erofs/erofs_fs.h. */
export interface ErofsSuperBlock {
  readonly view: ByteView;
  readonly featureBits: FeatureBits; // feature_compat, feature_incompat
  /** In the words of `dump.erofs -s`. */
  readonly features: readonly string[];
  readonly blockSize: number; // blkszbits: bytes
  /** Bytes of superblock, extension slots and compression configurations, from SUPER_BLOCK_OFFSET. */
  readonly headLength: number;
  readonly rootNid: number; // root_nid
  readonly inodeCount: bigint; // inos
  /** When the image was made: seconds since 1970 (epoch, and build_time where newer tools write it). */
  readonly buildTime: bigint;
  readonly buildTimeNanoseconds: number; // fixed_nsec
  /** mtime of a compact inode, before its own 32 bits are added: epoch, in seconds. */
  readonly epoch: bigint;
  readonly blocks: number; // blocks
  readonly metaBlock: number; // meta_blkaddr: where inode numbers count from
  readonly xattrBlock: number; // xattr_blkaddr: where shared attribute ids count from
  readonly uuid: string;
  readonly label: string; // volume_name
  readonly compression: CompressionConfig;
  /** Algorithms that files may be compressed with. */
  readonly algorithms: readonly Algorithm[];
  /** Of the packed inode; 0 when there is none. */
  readonly packedNid: number; // packed_nid
}

export function isErofs(source: BlockSource): boolean {
  if (source.length < SUPER_BLOCK_OFFSET + BASE_LENGTH) return false;
  return readView(source, BASE_LENGTH).u32(0) === MAGIC;
}

/** The superblock, its checksum verified and its features checked; throws an UnsupportedError that names what cannot be read. */
export function readErofsSuperBlock(source: BlockSource): ErofsSuperBlock {
  const base = readView(source, BASE_LENGTH);
  const magic = base.u32(0);
  if (magic !== MAGIC) throw base.error('magic', 0, hex(magic), hex(MAGIC));
  const bits = base.u8(BLOCK_SIZE_BITS_AT);
  if (bits < MIN_BLOCK_SIZE_BITS || bits > MAX_BLOCK_SIZE_BITS)
    throw base.error('blkszbits', BLOCK_SIZE_BITS_AT, bits, `${MIN_BLOCK_SIZE_BITS} to ${MAX_BLOCK_SIZE_BITS}`);
  const blockSize = 2 ** bits;
  verifyChecksum(source, blockSize);
  const view = readView(source, readLength(base));
  const featureBits = { compat: view.u32(COMPAT_AT), incompat: view.u32(80) };
  rejectUnreadableFeatures(view, featureBits);
  if (view.u8(90) !== 0) throw unsupported(view, 'dirblkbits', 90, `directory blocks of ${view.u8(90)} more bits than blocks`);
  return { ...decode(view, blockSize), ...readCompressionConfig(source, view, featureBits.incompat), featureBits, features: featureNames(featureBits) };
}

function readLength(base: ByteView): number {
  const length = BASE_LENGTH + base.u8(EXTENSION_SLOTS_AT) * EXTENSION_SLOT_LENGTH;
  if (length > MAX_LENGTH) throw base.error('sb_extslots', EXTENSION_SLOTS_AT, length, `at most ${MAX_LENGTH} bytes of superblock`);
  return length;
}

type Decoded = Omit<ErofsSuperBlock, 'featureBits' | 'features' | 'compression' | 'algorithms' | 'headLength'>;

function decode(view: ByteView, blockSize: number): Decoded {
  const epoch = BigInt.asIntN(64, view.u64(24));
  const nanoseconds = view.u32(32);
  if (nanoseconds >= NANOSECONDS_PER_SECOND) throw view.error('fixed_nsec', 32, nanoseconds, `below ${NANOSECONDS_PER_SECOND}`);
  const blocks = view.u32(36);
  if (blocks === 0) throw view.error('blocks', 36, blocks, 'at least 1');
  return {
    view,
    blockSize,
    rootNid: view.u16(14),
    inodeCount: view.u64(16),
    epoch,
    buildTime: epoch + BigInt(view.u32(108)),
    buildTimeNanoseconds: nanoseconds,
    blocks,
    metaBlock: blockNumber(view, 'meta_blkaddr', 40, blocks),
    xattrBlock: blockNumber(view, 'xattr_blkaddr', 44, blocks),
    uuid: formatUuid(view.slice(48, 16)),
    packedNid: (view.u32(80) & Incompat.fragments) === 0 ? 0 : view.safeU64(96, 'packed_nid'),
    label: decodeFileName(untilNul(view.slice(64, 16))),
  };
}

function blockNumber(view: ByteView, field: string, at: number, blocks: number): number {
  const block = view.u32(at);
  if (block >= blocks) throw view.error(field, at, block, `below ${blocks}, the number of blocks`);
  return block;
}

/** CRC-32C over the rest of the superblock's block, its own field taken as zero. */
function verifyChecksum(source: BlockSource, blockSize: number): void {
  const view = readView(source, blockSize > SUPER_BLOCK_OFFSET ? blockSize - SUPER_BLOCK_OFFSET : blockSize);
  const stored = view.u32(CHECKSUM_AT);
  const bytes = view.bytes.slice().fill(0, CHECKSUM_AT, CHECKSUM_AT + 4);
  if ((view.u32(COMPAT_AT) & Compat.superBlockChecksum) !== 0) {
    const computed = crc32c(bytes);
    if (stored !== computed) throw view.error('checksum', CHECKSUM_AT, hex(stored), hex(computed));
    return;
  }
  // Clearing the one bit that says "there is a checksum" would switch the check off: the stored checksum still tells.
  bytes[COMPAT_AT]! |= Compat.superBlockChecksum;
  if (stored !== 0 && stored === crc32c(bytes)) throw view.error('feature_compat', COMPAT_AT, hex(view.u32(COMPAT_AT)), 'sb_csum, as checksum includes it');
}

function readView(source: BlockSource, length: number): ByteView {
  return new ByteView(readBytes(source, SUPER_BLOCK_OFFSET, length), 'erofs superblock', source.origin + SUPER_BLOCK_OFFSET);
}

function untilNul(bytes: Uint8Array): Uint8Array {
  const end = bytes.indexOf(0);
  return end < 0 ? bytes : bytes.subarray(0, end);
}

function hex(value: number): string {
  return `0x${value.toString(16)}`;
}
