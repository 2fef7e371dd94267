import type { ByteView } from '../../bytes/index.ts';
import { type FileStat, type FileType, fileTypeOfMode } from '../../filesystem/index.ts';
import { unsupported } from './features.ts';

export const INODE_SLOT_LENGTH = 32;
export const COMPACT_LENGTH = 32;
export const EXTENDED_LENGTH = 64;
const EXTENDED_BIT = 1;
const LAYOUT_SHIFT = 1;
const LAYOUT_MASK = 7;
/** Bit 4 of i_format: no link count (files), no entry `.` (directories). */
export const CONTENT_AT = 16; // i_u
const WIDE_FORMAT_BIT = 0x10;
const KNOWN_FORMAT_BITS = 0xf;
const XATTR_HEADER_LENGTH = 12;
const XATTR_UNIT = 4;
const NANOSECONDS_PER_SECOND = 1_000_000_000;

/** EROFS_INODE_*: how the data is laid out, by the number in i_format. */
const LAYOUTS = ['flat-plain', 'compressed-full', 'flat-inline', 'compressed-compact', 'chunk-based'] as const;
type Layout = (typeof LAYOUTS)[number];

/** struct erofs_inode_compact or erofs_inode_extended: https://docs.kernel.org/filesystems/erofs.html */
export interface Inode {
  readonly nid: number;
  /** 32 or 64 bytes. */
  readonly view: ByteView;
  readonly layout: Layout;
  readonly type: FileType;
  readonly mode: number; // i_mode without the type
  readonly uid: number;
  readonly gid: number;
  readonly size: number; // bytes
  readonly links: number;
  readonly mtime: bigint; // nanoseconds
  /** i_u: a block number, blocks in all, a device or a chunk format, as layout and type say. */
  readonly content: number;
  readonly offset: number; // of the inode, from the filesystem's start
  readonly xattrLength: number; // bytes of attributes right behind the inode
  /** Where inline data, index or chunk table begin (before they are aligned). */
  readonly bodyOffset: number;
}

export interface InodePlace {
  readonly nid: number;
  readonly offset: number;
  /** Seconds and nanoseconds of compact inodes. */
  readonly epoch: bigint;
  readonly epochNanoseconds: number;
}

export function isExtended(format: number): boolean {
  return (format & EXTENDED_BIT) !== 0;
}

/** `view` spans the whole inode. */
export function decodeInode(view: ByteView, place: InodePlace): Inode {
  const mode = view.u16(4);
  const type = fileTypeOfMode(mode);
  if (type === undefined) throw view.error('i_mode', 4, `0o${mode.toString(8)}`, 'a file type');
  const { nid, offset } = place;
  const xattrLength = readXattrLength(view);
  const fields = isExtended(view.u16(0)) ? extendedFields(view) : compactFields(view, place);
  if (fields.links === 0) throw view.error('i_nlink', isExtended(view.u16(0)) ? 44 : 6, 0, 'at least 1');
  return {
    ...{ nid, view, type, offset, xattrLength },
    ...fields,
    layout: readLayout(view),
    mode: mode & 0o7777,
    content: view.u32(CONTENT_AT),
    bodyOffset: offset + view.length + xattrLength,
  };
}

export function inodeStat({ nid, type, mode, uid, gid, size, links, mtime, content }: Inode): FileStat {
  const device = type === 'char-device' || type === 'block-device' ? { device: decodeDevice(content) } : {};
  return { inode: nid, type, mode, uid, gid, size, links, mtime, ...device };
}

export function hasContent({ type }: Inode): boolean {
  return type === 'file' || type === 'directory' || type === 'symlink';
}

function readLayout(view: ByteView): Layout {
  const format = view.u16(0);
  if ((format & WIDE_FORMAT_BIT) !== 0) throw unsupported(view, 'i_format', 0, '48bit');
  const layout = LAYOUTS[(format >>> LAYOUT_SHIFT) & LAYOUT_MASK];
  if (layout === undefined || (format & ~KNOWN_FORMAT_BITS) !== 0)
    throw view.error('i_format', 0, `0x${format.toString(16)}`, `a layout up to ${LAYOUTS.length - 1} and no other bits`);
  return layout;
}

/** i_xattr_icount counts 4-byte units; the first one stands for the header. */
function readXattrLength(view: ByteView): number {
  const count = view.u16(2);
  return count === 0 ? 0 : XATTR_HEADER_LENGTH + XATTR_UNIT * (count - 1);
}

type Fields = Pick<Inode, 'size' | 'uid' | 'gid' | 'links' | 'mtime'>;

function compactFields(view: ByteView, { epoch, epochNanoseconds }: InodePlace): Fields {
  return {
    size: view.u32(8),
    uid: view.u16(24),
    gid: view.u16(26),
    links: view.u16(6),
    mtime: toNanoseconds(epoch + BigInt(view.u32(12)), epochNanoseconds),
  };
}

function extendedFields(view: ByteView): Fields {
  const nanoseconds = view.u32(40);
  if (nanoseconds >= NANOSECONDS_PER_SECOND) throw view.error('i_mtime_nsec', 40, nanoseconds, `below ${NANOSECONDS_PER_SECOND}`);
  return {
    size: view.safeU64(8, 'i_size'),
    uid: view.u32(24),
    gid: view.u32(28),
    links: view.u32(44),
    mtime: toNanoseconds(BigInt.asIntN(64, view.u64(32)), nanoseconds),
  };
}

function toNanoseconds(seconds: bigint, nanoseconds: number): bigint {
  return seconds * 1_000_000_000n + BigInt(nanoseconds);
}

/** The kernel's new_decode_dev: 12 bits of major number, 20 of minor. */
function decodeDevice(value: number): { major: number; minor: number } {
  return { major: (value >>> 8) & 0xfff, minor: (value & 0xff) | ((value >>> 12) & 0xfff00) };
}
