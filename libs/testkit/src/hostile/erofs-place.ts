import { runTool } from '../lab/run-tool.ts';

const SLOT_LENGTH = 32;
const SIZE_AT = 8;
const COMPACTED_2B = 1;
const NARROW_PACK = { entries: 16, length: 32 };
const WIDE_PACK = { entries: 2, length: 8 };

/** Where an EROFS image keeps a file: bytes from the filesystem's start, as dump.erofs tells them. */
export interface ErofsPlace {
  /** Of struct erofs_inode_extended; metadata begins at block 0. */
  readonly inode: number;
  readonly nid: number;
  /** Of i_size. */
  readonly size: number;
  /** Behind the inode: header of the attributes, and where their ids or entries begin. */
  readonly xattrHeader: number;
  readonly xattrBody: number;
  /** Of struct z_erofs_map_header in a compressed file. */
  readonly mapHeader: number;
  /** The first byte of the content, or of what it is compressed to. */
  readonly content: number;
}

export async function erofsPlace(root: string, path: string): Promise<ErofsPlace> {
  const { stdout } = await runTool('dump.erofs', [`--path=${path}`, '-e', root]);
  const number = (pattern: RegExp): number => {
    const found = pattern.exec(stdout)?.[1];
    if (found === undefined) throw new Error(`dump.erofs does not tell ${pattern.source} of ${path}:\n${stdout}`);
    return Number(found);
  };
  const nid = number(/NID: (\d+)/);
  const inode = nid * SLOT_LENGTH;
  const xattrHeader = inode + number(/Inode size: (\d+)/);
  const end = xattrHeader + number(/Xattr size: (\d+)/);
  return {
    ...{ inode, nid, xattrHeader, xattrBody: xattrHeader + 12 },
    size: inode + SIZE_AT,
    mapHeader: Math.ceil(end / 8) * 8,
    content: number(/^ *0: .*: *(\d+)\.\./m),
  };
}

/** Puts another block number into the first pack of a compact index. */
export function setFirstBlock(root: Buffer, { mapHeader }: ErofsPlace, block: number): void {
  const { offset, length } = pack(root, mapHeader, 0);
  root.writeUInt32LE(block, offset + length - 4);
}

/** Puts another type (2 bits) and value (12 bits) into one entry of a compact index of 4 KiB clusters. */
export function setIndexEntry(root: Buffer, { mapHeader }: ErofsPlace, lcn: number, { type, value }: { type: number; value: number }): void {
  const { offset, length, entries, index } = pack(root, mapHeader, lcn);
  const bit = index * (((length - 4) * 8) / entries);
  const word = root.readUInt32LE(offset + (bit >>> 3));
  const shift = bit & 7;
  const cleared = word & ~(0x3fff << shift);
  root.writeUInt32LE((cleared | ((value | (type << 12)) << shift)) >>> 0, offset + (bit >>> 3));
}

/** Wide packs up to a border of 32 bytes, then narrow ones; the wide ones at the end of a file are not reckoned with. */
function pack(root: Buffer, mapHeader: number, lcn: number): { offset: number; length: number; entries: number; index: number } {
  const start = mapHeader + 8;
  const leading = (root.readUInt16LE(mapHeader + 4) & COMPACTED_2B) === 0 ? Number.POSITIVE_INFINITY : ((32 - (start % 32)) / 4) % 8;
  const isNarrow = lcn >= leading;
  const { entries, length } = isNarrow ? NARROW_PACK : WIDE_PACK;
  const position = isNarrow ? lcn - leading : lcn;
  const base = isNarrow ? start + leading * 4 : start;
  return { offset: base + Math.floor(position / entries) * length, length, entries, index: position % entries };
}
