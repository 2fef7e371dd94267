import { type ByteView, UnsupportedError } from '../../bytes/index.ts';
import type { FileType } from '../../filesystem/index.ts';

export const INODE_CORE_LENGTH = 176;
const FORK_OFFSET_AT = 82;
const FORK_OFFSET_UNIT = 8; // bytes
const EXTENT_LENGTH = 16;

/** XFS_DINODE_FMT_* */
const FORMATS = ['device', 'local', 'extents', 'btree', 'uuid', 'metadata btree'] as const;
export type ForkFormat = 'device' | 'local' | 'extents' | 'btree';

/** The formats that each type's content may have; the kernel takes no other. */
const DATA_FORMATS: Readonly<Record<FileType, readonly ForkFormat[]>> = {
  file: ['extents', 'btree'],
  directory: ['local', 'extents', 'btree'],
  symlink: ['local', 'extents'],
  'char-device': ['device'],
  'block-device': ['device'],
  fifo: ['device'],
  socket: ['device'],
};
const ATTRIBUTE_FORMATS: readonly ForkFormat[] = ['local', 'extents', 'btree'];

/** One of an inode's two stretches behind its core: what is small is in it, or else how to find it. */
export interface Fork {
  readonly what: 'data' | 'attribute';
  readonly format: ForkFormat;
  readonly view: ByteView;
  readonly extents: number; // di_nextents, di_anextents, or the wider fields of nrext64
}

/** di_format, di_forkoff, di_aformat; the attribute fork fills what the data fork leaves. */
export function readForks(view: ByteView, type: FileType, wideCounts: boolean): { data: Fork; attributes?: Fork } {
  const room = view.length - INODE_CORE_LENGTH;
  const dataLength = view.u8(FORK_OFFSET_AT) * FORK_OFFSET_UNIT;
  if (dataLength >= room) throw view.error('di_forkoff', FORK_OFFSET_AT, dataLength / FORK_OFFSET_UNIT, `below ${room / FORK_OFFSET_UNIT}`);
  const data = {
    what: 'data' as const,
    format: readFormat(view, 'di_format', 5, DATA_FORMATS[type]),
    view: view.view(INODE_CORE_LENGTH, dataLength === 0 ? room : dataLength, `${view.structure}, data fork`),
    extents: wideCounts ? view.safeU64(24, 'di_big_nextents') : view.u32(76),
  };
  checkCount(view, data, wideCounts ? 24 : 76);
  return { data, ...readAttributes(view, dataLength, wideCounts) };
}

function readAttributes(view: ByteView, dataLength: number, wideCounts: boolean): { attributes?: Fork } {
  const extents = wideCounts ? view.u32(76) : view.u16(80);
  const countAt = wideCounts ? 76 : 80;
  if (dataLength === 0) {
    if (extents !== 0) throw view.error('di_anextents', countAt, extents, '0 without an attribute fork');
    return {};
  }
  const start = INODE_CORE_LENGTH + dataLength;
  const attributes = {
    what: 'attribute' as const,
    format: readFormat(view, 'di_aformat', 83, ATTRIBUTE_FORMATS),
    view: view.view(start, view.length - start, `${view.structure}, attribute fork`),
    extents,
  };
  checkCount(view, attributes, countAt);
  return { attributes };
}

function readFormat(view: ByteView, field: string, at: number, allowed: readonly ForkFormat[]): ForkFormat {
  const found = FORMATS[view.u8(at)];
  const format = allowed.find((candidate) => candidate === found);
  if (format !== undefined) return format;
  if (found === 'metadata btree') throw new UnsupportedError({ structure: view.structure, field, offset: view.offset + at, found });
  throw view.error(field, at, found ?? view.u8(at), allowed.join(' or '));
}

/** A list of extents fits its fork; a tree has at least one. */
function checkCount(view: ByteView, { what, format, view: fork, extents }: Fork, at: number): void {
  const field = what === 'data' ? 'di_nextents' : 'di_anextents';
  const most = Math.floor(fork.length / EXTENT_LENGTH);
  if (format === 'extents' && extents > most) throw view.error(field, at, extents, `at most ${most}, all that fit the fork`);
  if (format === 'btree' && extents === 0) throw view.error(field, at, extents, 'at least 1 in a tree');
  if (format === 'local' && extents !== 0) throw view.error(field, at, extents, '0 where the content is in the inode');
}
