import type { ByteView } from '../../bytes/index.ts';
import { hex, verifyChecksum } from './checksums.ts';
import type { Volume } from './volume.ts';

const BASIC_BLOCK_LOG = 9; // disk addresses count 512 bytes

/** Where a kind of metadata block keeps what identifies it. Offsets are bytes from the block's start. */
export interface HeaderLayout {
  readonly magicAt: number;
  readonly magicLength: 2 | 4;
  readonly checksumAt: number;
  /** Disk address of the block itself, in 512 bytes. */
  readonly addressAt: number;
  readonly uuidAt: number;
  /** Number of the inode, or of the allocation group, that the block belongs to. */
  readonly ownerAt: number;
  readonly ownerLength: 4 | 8;
  /** Field names: checksum, address, uuid, owner. */
  readonly fields: { readonly magic: string; readonly checksum: string; readonly address: string; readonly uuid: string; readonly owner: string };
}

/** struct xfs_btree_block with its long pointers (xfs_format.h). */
export const LONG_BTREE: HeaderLayout = {
  ...{ magicAt: 0, magicLength: 4, checksumAt: 64, addressAt: 24, uuidAt: 40, ownerAt: 56, ownerLength: 8 },
  fields: { magic: 'bb_magic', checksum: 'bb_crc', address: 'bb_blkno', uuid: 'bb_uuid', owner: 'bb_owner' },
};

/** The same with short pointers: trees of an allocation group. */
export const SHORT_BTREE: HeaderLayout = {
  ...{ magicAt: 0, magicLength: 4, checksumAt: 52, addressAt: 16, uuidAt: 32, ownerAt: 48, ownerLength: 4 },
  fields: { magic: 'bb_magic', checksum: 'bb_crc', address: 'bb_blkno', uuid: 'bb_uuid', owner: 'bb_owner' },
};

/** struct xfs_dir3_blk_hdr (xfs_da_format.h). */
export const DIRECTORY_DATA: HeaderLayout = {
  ...{ magicAt: 0, magicLength: 4, checksumAt: 4, addressAt: 8, uuidAt: 24, ownerAt: 40, ownerLength: 8 },
  fields: { magic: 'magic', checksum: 'crc', address: 'blkno', uuid: 'uuid', owner: 'owner' },
};

/** struct xfs_da3_blkinfo (xfs_da_format.h). */
export const DA_BLOCK: HeaderLayout = {
  ...{ magicAt: 8, magicLength: 2, checksumAt: 12, addressAt: 16, uuidAt: 32, ownerAt: 48, ownerLength: 8 },
  fields: { magic: 'magic', checksum: 'crc', address: 'blkno', uuid: 'uuid', owner: 'owner' },
};

/** struct xfs_attr3_rmt_hdr (xfs_da_format.h). */
export const REMOTE_VALUE: HeaderLayout = {
  ...{ magicAt: 0, magicLength: 4, checksumAt: 12, addressAt: 40, uuidAt: 16, ownerAt: 32, ownerLength: 8 },
  fields: { magic: 'rm_magic', checksum: 'rm_crc', address: 'rm_blkno', uuid: 'rm_uuid', owner: 'rm_owner' },
};

/** struct xfs_dsymlink_hdr (xfs_format.h). */
export const SYMLINK: HeaderLayout = {
  ...{ magicAt: 0, magicLength: 4, checksumAt: 12, addressAt: 40, uuidAt: 16, ownerAt: 32, ownerLength: 8 },
  fields: { magic: 'sl_magic', checksum: 'sl_crc', address: 'sl_blkno', uuid: 'sl_uuid', owner: 'sl_owner' },
};

/** One of `magics`, the checksum, and that the block lies where and belongs to whom it says. Returns the magic. */
export function checkHeader({ superBlock, source }: Volume, view: ByteView, layout: HeaderLayout, magics: readonly number[], owner: number): number {
  const { magicAt, checksumAt, addressAt, uuidAt, ownerAt, fields } = layout;
  const magic = layout.magicLength === 2 ? view.u16(magicAt) : view.u32(magicAt);
  if (!magics.includes(magic)) throw view.error(fields.magic, magicAt, hex(magic), magics.map(hex).join(' or '));
  verifyChecksum(view, fields.checksum, checksumAt);
  checkUuid(view, fields.uuid, uuidAt, superBlock.metaUuid);
  const address = view.u64(addressAt);
  const expected = BigInt(view.offset - source.origin) >> BigInt(BASIC_BLOCK_LOG);
  if (address !== expected) throw view.error(fields.address, addressAt, address, expected);
  const found = layout.ownerLength === 4 ? view.u32(ownerAt) : Number(view.u64(ownerAt));
  if (found !== owner) throw view.error(fields.owner, ownerAt, found, owner);
  return magic;
}

export function checkUuid(view: ByteView, field: string, at: number, uuid: Uint8Array): void {
  for (let index = 0; index < uuid.length; index++) {
    if (view.u8(at + index) !== uuid[index])
      throw view.error(field, at, Buffer.from(view.slice(at, uuid.length)).toString('hex'), Buffer.from(uuid).toString('hex'));
  }
}
