import type { ByteView } from '../../bytes/index.ts';
import { Incompat } from './features.ts';
import { has } from './geometry.ts';
import { BLOCK_AREA_AT, BLOCK_AREA_LENGTH, type Inode } from './inode.ts';
import { InodeFlag } from './inode-flags.ts';
import type { Volume } from './volume.ts';
import { inodeXattrArea, type XattrEntry } from './xattr-area.ts';

const SYSTEM_INDEX = 7;
const SECTOR_SIZE = 512;

/** The two places of a small file: i_block, and the value of the attribute system.data in the inode. */
export interface InlineParts {
  readonly first: ByteView;
  readonly rest: ByteView;
}

export function isInline({ flags }: Inode): boolean {
  return (flags & InodeFlag.inlineData) !== 0;
}

/** The attribute that is file content, which no user of the filesystem sees as an attribute. */
export function isInlineDataEntry({ nameIndex, name }: XattrEntry): boolean {
  return nameIndex === SYSTEM_INDEX && name.length === 4 && String.fromCharCode(...name) === 'data';
}

/** https://docs.kernel.org/filesystems/ext4/ifork.html#inline-data */
export function inlineParts({ superBlock }: Volume, inode: Inode): InlineParts {
  const { view, number, flags } = inode;
  if (!has(superBlock, Incompat.inlineData)) throw view.error('i_flags', 0x20, flags, 'no inline data, as the filesystem lacks that feature');
  const area = inodeXattrArea(inode);
  const entry = area?.entries.find(isInlineDataEntry);
  if (area === undefined || entry === undefined) throw view.error('i_flags', 0x20, 'inline data', 'with an attribute system.data in the inode');
  if (entry.valueInode !== 0) throw area.view.error('e_value_inum', entry.at + 4, entry.valueInode, 0);
  const first = view.view(BLOCK_AREA_AT, BLOCK_AREA_LENGTH, `ext4 inline data of inode ${number}`);
  return { first, rest: area.view.view(entry.valueSize === 0 ? 0 : entry.valueOffset, entry.valueSize, `ext4 inline data of inode ${number}`) };
}

/** The content when it is in the inode: inline data, or the target of a fast symlink; else undefined. Zeros follow up to i_size. */
export function contentInInode(volume: Volume, inode: Inode): Uint8Array | undefined {
  if (isInline(inode)) return joinParts(inlineParts(volume, inode), inode);
  if (!isFastSymlink(volume, inode)) return undefined;
  if (inode.size >= BLOCK_AREA_LENGTH) throw inode.view.error('i_size', 4, inode.size, `less than ${BLOCK_AREA_LENGTH} for a symlink without blocks`);
  return inode.view.slice(BLOCK_AREA_AT, inode.size);
}

/** A regular file may be longer (mke2fs -d makes such from sparse files); Linux reads the rest as zeros. */
function joinParts({ first, rest }: InlineParts, { size, view, type }: Inode): Uint8Array {
  const room = first.length + rest.length;
  if (size > room && type !== 'file') throw view.error('i_size', 4, size, `at most ${room} bytes of inline data`);
  const joined = new Uint8Array(room);
  joined.set(first.bytes);
  joined.set(rest.bytes, first.length);
  return joined.subarray(0, size);
}

/** A symlink that owns no blocks but the one of its attributes, which counts as a whole cluster. */
function isFastSymlink({ superBlock }: Volume, { type, sectors, xattrBlock }: Inode): boolean {
  if (type !== 'symlink') return false;
  const attributeSectors = xattrBlock === 0 ? 0 : (1024 * 2 ** superBlock.clusterSizeLog) / SECTOR_SIZE;
  return sectors === attributeSectors;
}
