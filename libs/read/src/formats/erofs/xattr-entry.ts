import type { ByteView } from '../../bytes/index.ts';

export const XATTR_ENTRY_LENGTH = 4;
const ALIGNMENT = 4;

/** struct erofs_xattr_entry: e_name_len u8, e_name_index u8, e_value_size u16, name, value. */
export interface XattrEntry {
  /** The entry without padding. */
  readonly view: ByteView;
  readonly nameIndex: number;
  readonly name: Uint8Array; // without the prefix
  readonly value: Uint8Array;
  /** Bytes to the next entry. */
  readonly length: number;
}

export function readXattrEntry(area: ByteView, at: number): XattrEntry {
  const nameLength = area.u8(at);
  const valueLength = area.u16(at + 2);
  const end = XATTR_ENTRY_LENGTH + nameLength + valueLength;
  if (at + end > area.length)
    throw area.error('e_value_size', at + 2, `${nameLength} bytes of name, ${valueLength} of value`, `at most ${area.length - at - XATTR_ENTRY_LENGTH} bytes`);
  const view = area.view(at, end);
  return {
    view,
    nameIndex: view.u8(1),
    name: view.slice(XATTR_ENTRY_LENGTH, nameLength),
    value: view.slice(XATTR_ENTRY_LENGTH + nameLength, valueLength),
    length: Math.ceil(end / ALIGNMENT) * ALIGNMENT,
  };
}
