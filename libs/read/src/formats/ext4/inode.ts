import type { ByteView } from '../../bytes/index.ts';
import { type FileStat, type FileType, fileTypeOfMode } from '../../filesystem/index.ts';
import { Incompat, RoCompat } from './features.ts';
import { has } from './geometry.ts';
import { InodeFlag } from './inode-flags.ts';
import type { SuperBlock } from './super-block.ts';

export const INODE_BASE_SIZE = 128;
export const BLOCK_AREA_AT = 0x28; // i_block
export const BLOCK_AREA_LENGTH = 60;
const EXTRA_SIZE_AT = 0x80;
const SECTOR_SIZE = 512;

/** https://docs.kernel.org/filesystems/ext4/inodes.html */
export interface Inode {
  readonly number: number;
  readonly view: ByteView;
  readonly type: FileType;
  readonly mode: number; // i_mode without the type
  readonly uid: number; // i_uid, l_i_uid_high
  readonly gid: number; // i_gid, l_i_gid_high
  readonly size: number; // i_size_lo, i_size_high: bytes
  readonly sectors: number; // i_blocks_lo, l_i_blocks_high: in 512-byte sectors
  readonly links: number; // i_links_count
  readonly accessSeconds: number; // i_atime; of an ea_inode the value's hash
  readonly mtime: bigint; // i_mtime, i_mtime_extra: nanoseconds
  readonly flags: number; // i_flags
  readonly xattrBlock: number; // i_file_acl_lo, l_i_file_acl_high: block number, 0 for none
  readonly extraSize: number; // i_extra_isize: bytes of the inode in use beyond 128
  /** Start value for the checksums of what the inode owns. */
  readonly checksumSeed: number;
}

/** `view` spans the whole inode, s_inode_size bytes. */
export function decodeInode(superBlock: SuperBlock, view: ByteView, number: number, checksumSeed: number): Inode {
  const mode = view.u16(0x0);
  const type = fileTypeOfMode(mode);
  if (type === undefined) throw view.error('i_mode', 0x0, `0o${mode.toString(8)}`, 'a file type');
  const extraSize = readExtraSize(view);
  const flags = view.u32(0x20);
  return {
    ...{ number, view, type, flags, extraSize, checksumSeed },
    mode: mode & 0o7777,
    uid: view.u16(0x2) + view.u16(0x78) * 2 ** 16,
    gid: view.u16(0x18) + view.u16(0x7a) * 2 ** 16,
    size: readSize(superBlock, view, type),
    sectors: readSectors(superBlock, view, flags),
    links: view.u16(0x1a),
    accessSeconds: view.u32(0x8),
    mtime: readTime(view, 0x10, 0x88, extraSize),
    xattrBlock: view.u32(0x68) + (has(superBlock, Incompat.is64Bit) ? view.u16(0x76) * 2 ** 32 : 0),
  };
}

export function inodeStat(inode: Inode): FileStat {
  const { number, type, mode, uid, gid, size, links, mtime } = inode;
  const device = type === 'char-device' || type === 'block-device' ? { device: readDevice(inode.view) } : {};
  return { inode: number, type, mode, uid, gid, size, links, mtime, ...device };
}

function readExtraSize(view: ByteView): number {
  if (view.length === INODE_BASE_SIZE) return 0;
  const size = view.u16(EXTRA_SIZE_AT);
  if (INODE_BASE_SIZE + size > view.length || size % 4 !== 0) {
    throw view.error('i_extra_isize', EXTRA_SIZE_AT, size, `a multiple of 4, up to ${view.length - INODE_BASE_SIZE}`);
  }
  return size;
}

/** The high half was i_dir_acl once, so that only regular files (and, with large_dir, all) have one. */
function readSize(superBlock: SuperBlock, view: ByteView, type: FileType): number {
  const low = view.u32(0x4);
  const wide = type === 'file' || has(superBlock, Incompat.largeDir);
  if (!wide) return low;
  const size = low + view.u32(0x6c) * 2 ** 32;
  if (!Number.isSafeInteger(size)) throw view.error('i_size', 0x4, size, 'at most 2^53 - 1');
  return size;
}

function readSectors(superBlock: SuperBlock, view: ByteView, flags: number): number {
  const low = view.u32(0x1c);
  if ((superBlock.features.roCompat & RoCompat.hugeFile) === 0) return low;
  const count = low + view.u16(0x74) * 2 ** 32;
  return (flags & InodeFlag.hugeFile) === 0 ? count : count * ((1024 << superBlock.blockSizeLog) / SECTOR_SIZE);
}

/** Signed seconds; with the extra field two more bits of seconds (epoch) and 30 bits of nanoseconds. */
function readTime(view: ByteView, at: number, extraAt: number, extraSize: number): bigint {
  const seconds = BigInt(view.u32(at) | 0);
  if (INODE_BASE_SIZE + extraSize < extraAt + 4) return seconds * 1_000_000_000n;
  const extra = view.u32(extraAt);
  return (seconds + (BigInt(extra & 3) << 32n)) * 1_000_000_000n + BigInt(extra >>> 2);
}

/** i_block[0] is the old 8:8 encoding, or 0 and i_block[1] is the 12:20 one. */
function readDevice(view: ByteView): { major: number; minor: number } {
  const old = view.u32(BLOCK_AREA_AT);
  if (old !== 0) return { major: (old >>> 8) & 0xff, minor: old & 0xff };
  const wide = view.u32(BLOCK_AREA_AT + 4);
  return { major: (wide >>> 8) & 0xfff, minor: (wide & 0xff) | ((wide >>> 12) & 0xfff00) };
}
