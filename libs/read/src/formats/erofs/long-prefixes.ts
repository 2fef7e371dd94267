import type { ByteView } from '../../bytes/index.ts';
import { Compat, Incompat } from './features.ts';
import { alignUp, readMetadata, type Volume } from './volume.ts';

const COUNT_AT = 91; // xattr_prefix_count
const START_AT = 92; // xattr_prefix_start
const UNIT = 4;
const LENGTH_LENGTH = 2;
const MAX_INFIX_LENGTH = 255;

/** struct erofs_xattr_long_prefix: base_index u8, infix; a u16 with its length before it. What attributes' names begin with. */
export interface LongPrefix {
  /** Index of a prefix that the format knows. */
  readonly baseIndex: number;
  /** What follows that one. */
  readonly infix: Uint8Array;
}

/** In the packed inode where there is one, unless the superblock says otherwise. https://docs.kernel.org/filesystems/erofs.html, fs/erofs/xattr.c */
export function readLongPrefixes(volume: Volume): readonly LongPrefix[] {
  const { view, featureBits } = volume.superBlock;
  if ((featureBits.incompat & Incompat.longPrefixes) === 0) return [];
  const prefixes: LongPrefix[] = [];
  let offset = view.u32(START_AT) * UNIT;
  for (let count = view.u8(COUNT_AT); count > 0; count--) {
    const at = alignUp(offset, UNIT);
    const head = readAt(volume, at, LENGTH_LENGTH);
    const length = head.u16(0);
    if (length === 0 || length > 1 + MAX_INFIX_LENGTH) throw head.error('length', 0, length, `1 to ${1 + MAX_INFIX_LENGTH}`);
    const body = readAt(volume, at + LENGTH_LENGTH, length);
    prefixes.push({ baseIndex: body.u8(0), infix: body.slice(1, length - 1) });
    offset = at + LENGTH_LENGTH + length;
  }
  return prefixes;
}

/** `offset` counts from the packed inode's start, or from the filesystem's. */
function readAt(volume: Volume, offset: number, length: number): ByteView {
  const structure = 'erofs long xattr prefix';
  const packed = (volume.superBlock.featureBits.compat & Compat.plainPrefixes) === 0 ? volume.packedFile() : undefined;
  return packed === undefined ? readMetadata(volume, offset, length, structure) : packed.view(offset, length, structure);
}
