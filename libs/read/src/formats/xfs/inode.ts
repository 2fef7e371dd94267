import type { ByteView } from '../../bytes/index.ts';
import { type FileStat, type FileType, fileTypeOfMode } from '../../filesystem/index.ts';
import { type Fork, readForks } from './fork.ts';

const NANOSECONDS = 1_000_000_000n;
/** A bigtime stamp counts from the oldest time that the older kind of stamp could tell: -(2^31) seconds. */
const BIGTIME_EPOCH = 2n ** 31n * NANOSECONDS;

export const InodeFlag = { realtime: 0x1 } as const; // di_flags
export const InodeFlag2: { readonly bigtime: bigint; readonly nrext64: bigint } = { bigtime: 1n << 3n, nrext64: 1n << 4n }; // di_flags2

/** struct xfs_dinode of fs/xfs/libxfs/xfs_format.h, version 3. */
export interface Inode {
  readonly number: number; // di_ino
  readonly view: ByteView;
  readonly type: FileType;
  readonly mode: number; // di_mode without the type
  readonly uid: number; // di_uid
  readonly gid: number; // di_gid
  readonly size: number; // di_size: bytes
  readonly links: number; // di_nlink
  readonly mtime: bigint; // di_mtime: nanoseconds
  /** di_flags: its content is on the realtime device. */
  readonly realtime: boolean;
  /** Where its content is. */
  readonly data: Fork;
  /** Where its extended attributes are; undefined when there are none. */
  readonly attributes?: Fork;
}

/** `view` spans the whole inode, sb_inodesize bytes, verified. */
export function decodeInode(view: ByteView, number: number): Inode {
  const mode = view.u16(2);
  const type = fileTypeOfMode(mode);
  if (type === undefined) throw view.error('di_mode', 2, `0o${mode.toString(8)}`, 'a file type');
  const flags2 = view.u64(120);
  return {
    ...{ number, view, type },
    mode: mode & 0o7777,
    uid: view.u32(8),
    gid: view.u32(12),
    links: view.u32(16),
    mtime: readTime(view, 40, flags2),
    size: view.safeU64(56, 'di_size'),
    realtime: type === 'file' && (view.u16(90) & InodeFlag.realtime) !== 0,
    ...readForks(view, type, (flags2 & InodeFlag2.nrext64) !== 0n),
  };
}

export function inodeStat(inode: Inode): FileStat {
  const { number, type, mode, uid, gid, size, links, mtime } = inode;
  const device = type === 'char-device' || type === 'block-device' ? { device: readDevice(inode.data.view) } : {};
  return { inode: number, type, mode, uid, gid, size, links, mtime, ...device };
}

/** Signed seconds and nanoseconds, or with bigtime nanoseconds in one number. */
function readTime(view: ByteView, at: number, flags2: bigint): bigint {
  if ((flags2 & InodeFlag2.bigtime) !== 0n) return view.u64(at) - BIGTIME_EPOCH;
  return BigInt(view.u32(at) | 0) * NANOSECONDS + BigInt(view.u32(at + 4));
}

/** As System V has it: 14 bits and 18 (sysv_major, sysv_minor). */
function readDevice(fork: ByteView): { major: number; minor: number } {
  const device = fork.u32(0);
  return { major: (device >>> 18) & 0x3fff, minor: device & 0x3ffff };
}
