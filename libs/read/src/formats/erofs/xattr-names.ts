import { type ByteView, decodeFileName, UnsupportedError } from '../../bytes/index.ts';
import type { LongPrefix } from './long-prefixes.ts';
import { XATTR_ENTRY_LENGTH, type XattrEntry } from './xattr-entry.ts';

/** EROFS_XATTR_INDEX_*. The values of ACLs are stored as getxattr(2) gives them. */
const PREFIXES: Readonly<Record<number, { readonly prefix: string; readonly complete: boolean }>> = {
  1: { prefix: 'user.', complete: false },
  2: { prefix: 'system.posix_acl_access', complete: true },
  3: { prefix: 'system.posix_acl_default', complete: true },
  4: { prefix: 'trusted.', complete: false },
  6: { prefix: 'security.', complete: false },
};

const NAME_INDEX_AT = 1;
const LONG_PREFIX_BIT = 0x80;
const MAX_NAME_LENGTH = 255; // XATTR_NAME_MAX

/** Index 0 is of the format's own use (newer tools pad with it); the kernel neither lists nor gives such an entry. */
export function isHiddenXattr({ nameIndex }: XattrEntry): boolean {
  return nameIndex === 0;
}

export interface XattrName {
  readonly text: string;
  /** Of the prefix that the format knows. */
  readonly nameIndex: number;
  /** Without that prefix. */
  readonly name: Uint8Array;
}

/** A long prefix is one of these and what follows it. */
export function xattrName(entry: XattrEntry, longPrefixes: readonly LongPrefix[]): XattrName {
  const { view, nameIndex, name } = entry;
  const long = (nameIndex & LONG_PREFIX_BIT) === 0 ? undefined : longPrefixes[nameIndex & ~LONG_PREFIX_BIT];
  const known = PREFIXES[long === undefined ? nameIndex : long.baseIndex];
  if (known === undefined) throw unknownIndex(view, nameIndex, longPrefixes.length);
  const length = (long?.infix.length ?? 0) + name.length;
  if (known.complete !== (length === 0)) throw view.error('e_name_len', 0, length, known.complete ? `0 for ${known.prefix}` : `at least 1 for ${known.prefix}`);
  if (length + known.prefix.length > MAX_NAME_LENGTH) throw view.error('e_name_len', 0, length, `at most ${MAX_NAME_LENGTH - known.prefix.length}`);
  const rest = long === undefined ? name : Buffer.concat([long.infix, name]);
  if (rest.includes(0)) throw view.error('e_name', XATTR_ENTRY_LENGTH, 'a NUL byte', 'none');
  return { text: known.prefix + decodeFileName(rest), nameIndex: long?.baseIndex ?? nameIndex, name: rest };
}

function unknownIndex(view: ByteView, nameIndex: number, longPrefixes: number): Error {
  if ((nameIndex & LONG_PREFIX_BIT) !== 0)
    return view.error('e_name_index', NAME_INDEX_AT, `${nameIndex}, a long prefix`, `one of ${longPrefixes} that begin with a known one`);
  return new UnsupportedError({ structure: view.structure, field: 'e_name_index', offset: view.offset + NAME_INDEX_AT, found: nameIndex });
}
