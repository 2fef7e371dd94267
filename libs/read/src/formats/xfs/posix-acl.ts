import type { ByteView } from '../../bytes/index.ts';

const ATTRIBUTE_VERSION = 2;
const ATTRIBUTE_ENTRY_LENGTH = 8;
const DISK_ENTRY_LENGTH = 12;
const NO_ID = 0xffffffff;
/** Tags with and without a user or group id: include/uapi/linux/posix_acl.h */
const TAGS_WITH_ID: readonly number[] = [0x02, 0x08];
const TAGS_WITHOUT_ID: readonly number[] = [0x01, 0x04, 0x10, 0x20];

/** struct xfs_acl: the count, then ae_tag u32, ae_id u32, ae_perm u16, ae_pad u16; this is the value that getxattr(2) gives. */
export function unpackPosixAcl(disk: ByteView): Uint8Array {
  const count = disk.u32(0);
  const room = (disk.length - 4) / DISK_ENTRY_LENGTH;
  if (count !== room) throw disk.error('acl_cnt', 0, count, `${room}, as many as its length has`);
  const value = new DataView(new ArrayBuffer(4 + count * ATTRIBUTE_ENTRY_LENGTH));
  value.setUint32(0, ATTRIBUTE_VERSION, true);
  for (let index = 0; index < count; index++) {
    const from = 4 + index * DISK_ENTRY_LENGTH;
    const to = 4 + index * ATTRIBUTE_ENTRY_LENGTH;
    const tag = disk.u32(from);
    const withId = TAGS_WITH_ID.includes(tag);
    if (!withId && !TAGS_WITHOUT_ID.includes(tag)) throw disk.error('ae_tag', from, tag, 'a POSIX ACL tag');
    value.setUint16(to, tag, true);
    value.setUint16(to + 2, disk.u16(from + 8), true);
    value.setUint32(to + 4, withId ? disk.u32(from + 4) : NO_ID, true);
  }
  return new Uint8Array(value.buffer);
}
