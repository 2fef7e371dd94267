import type { ByteView } from '../../bytes/index.ts';
import type { FileRun } from '../../filesystem/index.ts';
import { unsupported } from './features.ts';
import { CONTENT_AT, type Inode } from './inode.ts';
import { alignUp, blocksProblem, readMetadata, type Volume } from './volume.ts';

const SIZE_BITS_MASK = 0x1f; // EROFS_CHUNK_FORMAT_BLKBITS_MASK
const INDEXES_BIT = 0x20; // EROFS_CHUNK_FORMAT_INDEXES
const WIDE_BIT = 0x40; // EROFS_CHUNK_FORMAT_48BIT
const BLOCK_MAP_UNIT = 4;
const INDEX_UNIT = 8;
const HOLE = 0xffffffff;
/** Entries that are decoded at once. */
const BATCH = 512;

interface ChunkTable {
  readonly offset: number; // from the filesystem's start
  readonly unit: number; // bytes of one entry
  readonly chunkLength: number; // bytes
  readonly count: number;
}

/** Where the table of chunks lies; undefined for an empty file. */
export function chunkTableRange(volume: Volume, inode: Inode): { offset: number; length: number } | undefined {
  if (inode.size === 0) return undefined;
  const { offset, unit, count } = readTable(volume, inode);
  return { offset, length: unit * count };
}

/** The chunks of a file in file order, not merged, from the one that holds byte `from`. */
export function* chunkRuns(volume: Volume, inode: Inode, from: number): Generator<FileRun> {
  if (inode.size === 0) return;
  const table = readTable(volume, inode);
  const first = Math.floor(from / table.chunkLength);
  for (let start = first; start < table.count; start += BATCH) {
    const count = Math.min(BATCH, table.count - start);
    const view = readMetadata(volume, table.offset + start * table.unit, count * table.unit, `erofs chunk table of inode ${inode.nid}`);
    for (let index = 0; index < count; index++) yield chunkRun(volume, inode, table, view, index, start + index);
  }
}

function chunkRun(volume: Volume, { size }: Inode, { unit, chunkLength }: ChunkTable, view: ByteView, index: number, chunk: number): FileRun {
  const fileOffset = chunk * chunkLength;
  const length = Math.min(chunkLength, size - fileOffset);
  const blockAt = index * unit + (unit - BLOCK_MAP_UNIT);
  const block = view.u32(blockAt);
  if (block === HOLE) return { fileOffset, length };
  if (unit === INDEX_UNIT) checkIndex(view, index * unit);
  const problem = blocksProblem(volume, block, Math.ceil(length / volume.blockSize));
  if (problem !== undefined) throw view.error('blkaddr', blockAt, block, problem);
  return { fileOffset, length, sourceOffset: block * volume.blockSize };
}

/** struct erofs_inode_chunk_index: startblk_hi u16, device_id u16, startblk_lo u32. */
function checkIndex(view: ByteView, at: number): void {
  const high = view.u16(at);
  if (high !== 0) throw view.error('startblk_hi', at, high, '0 without the feature 48bit');
  const device = view.u16(at + 2);
  if (device !== 0) throw unsupported(view, 'device_id', at + 2, `device ${device} of a multi-device image`);
}

/** i_u of a chunk-based inode: format u16, reserved u16. The table is as long as the filesystem at most. */
function readTable(volume: Volume, { view, content, size, bodyOffset }: Inode): ChunkTable {
  const format = content & 0xffff;
  if ((format & WIDE_BIT) !== 0) throw unsupported(view, 'i_u.c.format', CONTENT_AT, '48bit chunks');
  if ((format & ~(SIZE_BITS_MASK | INDEXES_BIT)) !== 0 || content >>> 16 !== 0)
    throw view.error('i_u.c.format', CONTENT_AT, `0x${content.toString(16)}`, 'chunk size, bit 5 and no other bits');
  const unit = (format & INDEXES_BIT) === 0 ? BLOCK_MAP_UNIT : INDEX_UNIT;
  const chunkLength = volume.blockSize * 2 ** (format & SIZE_BITS_MASK);
  const count = Math.ceil(size / chunkLength);
  const offset = alignUp(bodyOffset, unit);
  if (offset + count * unit > volume.length)
    throw view.error('i_size', 8, size, `no more than a table of ${Math.max(0, volume.length - offset)} bytes can map`);
  return { offset, unit, chunkLength, count };
}
