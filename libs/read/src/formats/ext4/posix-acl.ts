import type { ByteView } from '../../bytes/index.ts';

const DISK_VERSION = 1;
const ATTRIBUTE_VERSION = 2;
const ATTRIBUTE_ENTRY_LENGTH = 8;
const NO_ID = 0xffffffff;
/** Tags with and without a user or group id: include/uapi/linux/posix_acl.h */
const TAGS_WITH_ID: readonly number[] = [0x02, 0x08];
const TAGS_WITHOUT_ID: readonly number[] = [0x01, 0x04, 0x10, 0x20];

/** ext4 keeps ACLs packed; this is the value that getxattr(2) gives (struct posix_acl_xattr_header and entries). */
export function unpackPosixAcl(disk: ByteView): Uint8Array {
  const version = disk.u32(0);
  if (version !== DISK_VERSION) throw disk.error('a_version', 0, version, DISK_VERSION);
  const entries = readEntries(disk);
  const value = new DataView(new ArrayBuffer(4 + entries.length * ATTRIBUTE_ENTRY_LENGTH));
  value.setUint32(0, ATTRIBUTE_VERSION, true);
  for (const [index, { tag, permissions, id }] of entries.entries()) {
    const at = 4 + index * ATTRIBUTE_ENTRY_LENGTH;
    value.setUint16(at, tag, true);
    value.setUint16(at + 2, permissions, true);
    value.setUint32(at + 4, id, true);
  }
  return new Uint8Array(value.buffer);
}

/** struct ext4_acl_entry: e_tag, e_perm, and e_id only for named users and groups. */
function readEntries(disk: ByteView): { tag: number; permissions: number; id: number }[] {
  const entries: { tag: number; permissions: number; id: number }[] = [];
  for (let at = 4; at < disk.length; ) {
    const tag = disk.u16(at);
    const withId = TAGS_WITH_ID.includes(tag);
    if (!withId && !TAGS_WITHOUT_ID.includes(tag)) throw disk.error('e_tag', at, tag, 'a POSIX ACL tag');
    entries.push({ tag, permissions: disk.u16(at + 2), id: withId ? disk.u32(at + 4) : NO_ID });
    at += withId ? 8 : 4;
  }
  return entries;
}
