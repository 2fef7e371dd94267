import { crc32c, LimitError } from '../../bytes/index.ts';
import { hex } from './checksums.ts';
import { readFileRange } from './file-map.ts';
import { InodeFlag } from './inode-flags.ts';
import type { InodeReader } from './inode-table.ts';
import type { Volume } from './volume.ts';
import type { XattrArea, XattrEntry } from './xattr-area.ts';

const MAX_VALUE_LENGTH = 65_536; // XATTR_SIZE_MAX

/** The value of a large attribute, which is the content of an inode of its own (feature ea_inode), and its hash. */
export function readValueInode(volume: Volume, readInode: InodeReader, { view }: XattrArea, entry: XattrEntry): { value: Uint8Array; hash: number } {
  const { at, valueInode, valueSize } = entry;
  if (valueSize > MAX_VALUE_LENGTH)
    throw new LimitError({ structure: view.structure, message: `a value of ${valueSize} bytes, at most ${MAX_VALUE_LENGTH} are read` });
  const inode = readInode(valueInode);
  if ((inode.flags & InodeFlag.eaInode) === 0) throw view.error('e_value_inum', at + 4, valueInode, 'an inode with EA_INODE_FL');
  if (inode.size !== valueSize) throw view.error('e_value_size', at + 8, valueSize, `${inode.size}, the inode's size`);
  const value = readFileRange(volume, inode, 0, valueSize);
  const hash = crc32c(value, volume.superBlock.checksumSeed);
  if (hash !== inode.accessSeconds) throw inode.view.error('i_atime (hash of the value)', 8, hex(inode.accessSeconds), hex(hash));
  return { value, hash };
}
