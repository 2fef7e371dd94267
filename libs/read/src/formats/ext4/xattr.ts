import { ByteView, crc32c, LimitError } from '../../bytes/index.ts';
import type { ExtendedAttribute } from '../../filesystem/index.ts';
import { crc32cWithHole, hex, littleEndian } from './checksums.ts';
import { readValueInode } from './ea-inode.ts';
import { isInline, isInlineDataEntry } from './inline-data.ts';
import type { Inode } from './inode.ts';
import type { InodeReader } from './inode-table.ts';
import { unpackPosixAcl } from './posix-acl.ts';
import { blocksProblem, readBlock, type Volume } from './volume.ts';
import { blockXattrArea, inodeXattrArea, valueInArea, type XattrArea, type XattrEntry } from './xattr-area.ts';
import { verifyEntryHash } from './xattr-hash.ts';
import { isPosixAcl, xattrName } from './xattr-names.ts';

const CHECKSUM_AT = 0x10; // h_checksum
const MAX_TOTAL_LENGTH = 16 * 1024 * 1024;

/** Attributes in the inode, then those in its block. */
export function readXattrs(volume: Volume, inode: Inode, readInode: InodeReader): ExtendedAttribute[] {
  const found = new Map<string, ExtendedAttribute>();
  let left = MAX_TOTAL_LENGTH;
  for (const area of [inodeXattrArea(inode), readXattrBlock(volume, inode)]) {
    for (const entry of area?.entries ?? []) {
      if (area === undefined || (isInline(inode) && isInlineDataEntry(entry))) continue;
      left -= entry.valueSize;
      if (left < 0) throw new LimitError({ structure: area.view.structure, message: `more than ${MAX_TOTAL_LENGTH} bytes of values` });
      const name = xattrName(area, entry);
      if (found.has(name)) throw area.view.error('e_name', entry.at, name, 'each name once');
      found.set(name, { name, value: readValue(volume, area, entry, readInode) });
    }
  }
  return [...found.values()];
}

function readXattrBlock(volume: Volume, { number, view, xattrBlock }: Inode): XattrArea | undefined {
  if (xattrBlock === 0) return undefined;
  const problem = blocksProblem(volume, xattrBlock, 1);
  if (problem !== undefined) throw view.error('i_file_acl', 0x68, xattrBlock, problem);
  const block = readBlock(volume, xattrBlock, `ext4 xattr block of inode ${number}`);
  const area = blockXattrArea(block);
  if (volume.superBlock.hasChecksums) verifyBlock(block, xattrBlock, volume.superBlock.checksumSeed);
  return area;
}

/** The checksum starts with the block's number as a u64, so that a block cannot be swapped for another. */
function verifyBlock(block: ByteView, blockNumber: number, checksumSeed: number): void {
  const low = crc32c(littleEndian(blockNumber), checksumSeed);
  const seed = crc32c(littleEndian(Math.floor(blockNumber / 2 ** 32)), low);
  const stored = block.u32(CHECKSUM_AT);
  const computed = crc32cWithHole(block.bytes, CHECKSUM_AT, 4, seed);
  if (stored !== computed) throw block.error('h_checksum', CHECKSUM_AT, hex(stored), hex(computed));
}

function readValue(volume: Volume, area: XattrArea, entry: XattrEntry, readInode: InodeReader): Uint8Array {
  const stored = entry.valueInode === 0 ? { value: valueInArea(area, entry).slice() } : readValueInode(volume, readInode, area, entry);
  verifyEntryHash(area, entry, 'hash' in stored ? littleEndian(stored.hash) : stored.value);
  if (!isPosixAcl(entry) || entry.valueSize === 0) return stored.value;
  return unpackPosixAcl(new ByteView(stored.value, `${area.view.structure}, ACL`, area.view.offset + entry.valueOffset));
}
