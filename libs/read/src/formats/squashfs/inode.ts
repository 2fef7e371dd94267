import type { ByteView } from '../../bytes/index.ts';
import type { FileStat, FileType } from '../../filesystem/index.ts';

/** struct squashfs_base_inode: inode_type u16, mode u16, uid u16, guid u16, mtime u32, inode_number u32. */
export const BASE_LENGTH = 16;
/** Of a symlink: PATH_MAX without its NUL. */
export const MAX_TARGET_LENGTH = 4095;
/** SQUASHFS_INVALID_FRAG, SQUASHFS_INVALID_XATTR */
const NONE = 0xffffffff;

interface Layout {
  readonly type: FileType;
  /** Bytes of the fixed part, the base included. */
  readonly length: number;
  /** Bytes from its start. */
  readonly linksAt?: number;
  readonly xattrAt?: number;
}

/** SQUASHFS_DIR_TYPE to SQUASHFS_LSOCKET_TYPE, by inode_type; the second seven may have attributes. Extended symlinks have theirs behind the target. */
const LAYOUTS: Readonly<Record<number, Layout>> = {
  1: { type: 'directory', length: 32, linksAt: 20 },
  2: { type: 'file', length: 32 },
  3: { type: 'symlink', length: 24, linksAt: 16 },
  4: { type: 'block-device', length: 24, linksAt: 16 },
  5: { type: 'char-device', length: 24, linksAt: 16 },
  6: { type: 'fifo', length: 20, linksAt: 16 },
  7: { type: 'socket', length: 20, linksAt: 16 },
  8: { type: 'directory', length: 40, linksAt: 16, xattrAt: 36 },
  9: { type: 'file', length: 56, linksAt: 40, xattrAt: 52 },
  10: { type: 'symlink', length: 24, linksAt: 16 },
  11: { type: 'block-device', length: 28, linksAt: 16, xattrAt: 24 },
  12: { type: 'char-device', length: 28, linksAt: 16, xattrAt: 24 },
  13: { type: 'fifo', length: 24, linksAt: 16, xattrAt: 20 },
  14: { type: 'socket', length: 24, linksAt: 16, xattrAt: 20 },
};
const EXTENDED_DIRECTORY = 8;
const EXTENDED_FILE = 9;
export const EXTENDED_SYMLINK = 10;
/** A directory's size counts `.` and `..`, which are not stored, as three bytes. */
const DOTS_LENGTH = 3;

export interface FileContent {
  readonly start: number; // start_block, from the filesystem's start
  /** The last, partial block shares this one with other files. */
  readonly fragment: { readonly number: number; readonly offset: number } | undefined;
}

export interface DirectoryContent {
  readonly block: number; // start_block, from the directory table's start
  readonly offset: number; // in the inflated block
  /** Bytes of headers and entries. */
  readonly length: number;
}

export interface Inode {
  /** Where it lies, as root_inode has it. */
  readonly reference: number;
  /** The fixed part, at the place of its metadata block. */
  readonly view: ByteView;
  /** inode_type */
  readonly kind: number;
  readonly type: FileType;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number; // bytes
  readonly links: number;
  readonly mtime: bigint; // nanoseconds
  readonly device?: { readonly major: number; readonly minor: number };
  readonly file?: FileContent;
  readonly directory?: DirectoryContent;
  /** Number in the xattr id table. */
  readonly xattrs: number | undefined;
}

/** Length of the fixed part. */
export function inodeLength(base: ByteView): number {
  return layoutOf(base).length;
}

/** `view` spans the fixed part; `id` looks up an entry of the id table; `lateXattrs` are those of an extended symlink. */
export function decodeInode(view: ByteView, reference: number, id: (index: number) => number, lateXattrs = NONE): Inode {
  const { type, linksAt, xattrAt } = layoutOf(view);
  const kind = view.u16(0);
  const mode = view.u16(2);
  if (mode > 0o7777) throw view.error('mode', 0, `0o${mode.toString(8)}`, 'permission bits only');
  const links = linksAt === undefined ? 1 : view.u32(linksAt);
  if (links === 0) throw view.error('nlink', 0, links, 'at least 1');
  const xattrs = xattrAt === undefined ? lateXattrs : view.u32(xattrAt);
  return {
    ...{ reference, view, kind, type, mode, links },
    uid: id(view.u16(4)),
    gid: id(view.u16(6)),
    mtime: BigInt(view.u32(8)) * 1_000_000_000n,
    ...decodeContent(view, kind, type),
    xattrs: xattrs === NONE ? undefined : xattrs,
  };
}

export function inodeStat({ reference, type, mode, uid, gid, size, links, mtime, device }: Inode): FileStat {
  return { inode: reference, type, mode, uid, gid, size, links, mtime, ...(device === undefined ? {} : { device }) };
}

function layoutOf(view: ByteView): Layout {
  const kind = view.u16(0);
  const layout = LAYOUTS[kind];
  if (layout === undefined) throw view.error('inode_type', 0, kind, '1 to 14');
  return layout;
}

type Content = Pick<Inode, 'size' | 'device' | 'file' | 'directory'>;

function decodeContent(view: ByteView, kind: number, type: FileType): Content {
  if (type === 'file') return kind === EXTENDED_FILE ? extendedFile(view) : basicFile(view);
  if (type === 'directory') return kind === EXTENDED_DIRECTORY ? extendedDirectory(view) : basicDirectory(view);
  if (type === 'symlink') return { size: view.u32(20) };
  return type === 'block-device' || type === 'char-device' ? { size: 0, device: decodeDevice(view.u32(20)) } : { size: 0 };
}

function basicFile(view: ByteView): Content {
  return { size: view.u32(28), file: { start: view.u32(16), fragment: fragmentOf(view, 20) } };
}

function extendedFile(view: ByteView): Content {
  return { size: view.safeU64(24, 'file_size'), file: { start: view.safeU64(16, 'start_block'), fragment: fragmentOf(view, 44) } };
}

function fragmentOf(view: ByteView, at: number): FileContent['fragment'] {
  const number = view.u32(at);
  return number === NONE ? undefined : { number, offset: view.u32(at + 4) };
}

function basicDirectory(view: ByteView): Content {
  return directory(view, view.u16(24), view.u32(16), view.u16(26));
}

function extendedDirectory(view: ByteView): Content {
  return directory(view, view.u32(20), view.u32(24), view.u16(34));
}

function directory(view: ByteView, size: number, block: number, offset: number): Content {
  if (size < DOTS_LENGTH) throw view.error('file_size', 0, size, `at least ${DOTS_LENGTH} for a directory`);
  return { size, directory: { block, offset, length: size - DOTS_LENGTH } };
}

/** The kernel's new_decode_dev: 12 bits of major number, 20 of minor. */
function decodeDevice(value: number): { major: number; minor: number } {
  return { major: (value >>> 8) & 0xfff, minor: (value & 0xff) | ((value >>> 12) & 0xfff00) };
}
