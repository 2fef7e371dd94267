import { FormatError } from '../../bytes/index.ts';
import { checkHeader, REMOTE_VALUE } from './block-header.ts';
import { mapBlocks } from './da-block.ts';
import type { Fork } from './fork.ts';
import type { Inode } from './inode.ts';
import { blockOffset, type Volume, viewAt } from './volume.ts';
import type { StoredAttribute } from './xattr-entry.ts';

const MAGIC = 0x5841524d; // XARM
const HEADER_LENGTH = 56; // struct xfs_attr3_rmt_hdr
const MAX_VALUE_LENGTH = 65_536; // XFS_XATTR_SIZE_MAX

/** A value in blocks of the attribute fork from `first`, a header in each. */
export function readRemoteValue(volume: Volume, inode: Inode, fork: Fork, { view, at, valueLength }: StoredAttribute, first: number): Uint8Array {
  if (valueLength > MAX_VALUE_LENGTH)
    throw new FormatError({
      structure: view.structure,
      field: 'valuelen',
      offset: view.offset + at,
      found: valueLength,
      expected: `at most ${MAX_VALUE_LENGTH}`,
    });
  const value = new Uint8Array(valueLength);
  const { blockSize } = volume.geometry;
  const room = blockSize - HEADER_LENGTH;
  const structure = 'xfs attribute value block';
  let done = 0;
  for (const number of mapBlocks({ volume, inode, fork, structure }, first, Math.ceil(valueLength / room))) {
    const block = viewAt(volume, blockOffset(volume, number), blockSize, `${structure} of inode ${inode.number}`);
    checkHeader(volume, block, REMOTE_VALUE, [MAGIC], inode.number);
    const length = Math.min(room, valueLength - done);
    if (block.u32(4) !== done) throw block.error('rm_offset', 4, block.u32(4), done);
    if (block.u32(8) !== length) throw block.error('rm_bytes', 8, block.u32(8), length);
    value.set(block.slice(HEADER_LENGTH, length), done);
    done += length;
  }
  return value;
}
