import type { Fork } from './fork.ts';
import type { Inode } from './inode.ts';
import type { StoredAttribute } from './xattr-entry.ts';

const HEADER_LENGTH = 4;
const ENTRY_HEADER_LENGTH = 3;

/** Attributes in the inode: struct xfs_attr_sf_hdr (totsize u16, count u8), then namelen u8, valuelen u8, flags u8, name, value. */
export function* shortformAttributes({ number }: Inode, { view: fork }: Fork): Generator<StoredAttribute> {
  const total = fork.u16(0);
  if (total < HEADER_LENGTH || total > fork.length) throw fork.error('totsize', 0, total, `${HEADER_LENGTH} to ${fork.length}`);
  const view = fork.view(0, total, `xfs attributes in inode ${number}`);
  let at = HEADER_LENGTH;
  for (let left = view.u8(2); left > 0; left--) {
    const [nameLength, valueLength] = [view.u8(at), view.u8(at + 1)];
    const nameAt = at + ENTRY_HEADER_LENGTH;
    const valueAt = nameAt + nameLength;
    yield { view, at, flags: view.u8(at + 2), nameBytes: view.slice(nameAt, nameLength), valueLength, valueAt };
    at = valueAt + valueLength;
  }
  if (at !== total) throw view.error('count', 2, `entries up to byte ${at}`, `${total} bytes, as totsize says`);
}
