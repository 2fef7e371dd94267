import { type ByteView, FormatError } from '../../bytes/index.ts';
import { checkUuid } from './block-header.ts';
import { hex, verifyChecksum } from './checksums.ts';
import { agLength } from './geometry.ts';
import { decodeInode, type Inode } from './inode.ts';
import { type Volume, viewAt } from './volume.ts';

const MAGIC = 0x494e; // IN
const VERSION = 3;
const CHECKSUM_AT = 100;
const NUMBER_AT = 152;
const UUID_AT = 160;
const MAX_KEPT = 64;

export type InodeReader = (number: number) => Inode;

/** Reads inodes by number, verified, and keeps the last few: callers ask stat, xattrs and content of one in turn. */
export function openInodeTable(volume: Volume): InodeReader {
  const kept = new Map<number, Inode>();
  return (number) => {
    const known = kept.get(number);
    if (known !== undefined) return known;
    const inode = readInode(volume, number);
    if (kept.size >= MAX_KEPT) kept.delete(kept.keys().next().value!);
    kept.set(number, inode);
    return inode;
  };
}

function readInode(volume: Volume, number: number): Inode {
  const view = locateInode(volume, number);
  verifyInode(volume, view, number);
  if (view.u16(2) === 0) throw notInUse(view, 'di_mode', 2);
  if (view.u32(16) === 0) throw notInUse(view, 'di_nlink', 16);
  return decodeInode(view, number);
}

/** An inode number is the allocation group, the block in it, and the inode in that. */
function locateInode(volume: Volume, number: number): ByteView {
  const problem = inodeNumberProblem(volume, number);
  if (problem !== undefined) throw new FormatError({ structure: `xfs inode ${number}`, field: 'inode number', found: number, expected: problem });
  const { agBlockFactor, inodesPerBlock, agBlocks, blockSize } = volume.geometry;
  const inodesPerGroup = agBlockFactor * inodesPerBlock;
  const group = Math.floor(number / inodesPerGroup);
  const inGroup = number - group * inodesPerGroup;
  const offset = group * agBlocks * blockSize + inGroup * volume.superBlock.inodeSize;
  return viewAt(volume, offset, volume.superBlock.inodeSize, `xfs inode ${number}`);
}

/** Why no inode can have this number, in words that fit "expected …". */
export function inodeNumberProblem({ geometry }: Volume, number: number): string | undefined {
  const { agBlockFactor, agCount, agHeaderBlocks, inodesPerBlock } = geometry;
  if (!Number.isSafeInteger(number) || number < 0) return 'a whole number';
  const block = Math.floor(number / inodesPerBlock);
  const group = Math.floor(block / agBlockFactor);
  if (group >= agCount) return `an inode of ${agCount} allocation groups`;
  const inGroup = block - group * agBlockFactor;
  const blocks = agLength(geometry, group);
  return inGroup < agHeaderBlocks || inGroup >= blocks ? `an inode in blocks ${agHeaderBlocks} to ${blocks - 1} of allocation group ${group}` : undefined;
}

function verifyInode({ superBlock }: Volume, view: ByteView, number: number): void {
  const magic = view.u16(0);
  if (magic !== MAGIC) throw view.error('di_magic', 0, hex(magic), hex(MAGIC));
  if (view.u8(4) !== VERSION) throw view.error('di_version', 4, view.u8(4), VERSION);
  verifyChecksum(view, 'di_crc', CHECKSUM_AT);
  if (view.u64(NUMBER_AT) !== BigInt(number)) throw view.error('di_ino', NUMBER_AT, view.u64(NUMBER_AT), number);
  checkUuid(view, 'di_uuid', UUID_AT, superBlock.metaUuid);
}

function notInUse(view: ByteView, field: string, at: number): FormatError {
  return new FormatError({ structure: view.structure, field, offset: view.offset + at, found: 0, message: 'the inode is not in use' });
}
