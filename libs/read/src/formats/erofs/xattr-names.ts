import { decodeFileName, UnsupportedError } from '../../bytes/index.ts';
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

/** Index 0 is of the format's own use (newer tools pad with it); the kernel neither lists nor gives such an entry. */
export function isHiddenXattr({ nameIndex }: XattrEntry): boolean {
  return nameIndex === 0;
}

export function xattrName({ view, nameIndex, name }: XattrEntry): string {
  const known = PREFIXES[nameIndex];
  if (known === undefined) {
    const found = (nameIndex & LONG_PREFIX_BIT) === 0 ? nameIndex : `${nameIndex}, a long prefix (xattr_prefixes)`;
    throw new UnsupportedError({ structure: view.structure, field: 'e_name_index', offset: view.offset + NAME_INDEX_AT, found });
  }
  if (known.complete !== (name.length === 0))
    throw view.error('e_name_len', 0, name.length, known.complete ? `0 for ${known.prefix}` : `at least 1 for ${known.prefix}`);
  if (name.includes(0)) throw view.error('e_name', XATTR_ENTRY_LENGTH, 'a NUL byte', 'none');
  return known.prefix + decodeFileName(name);
}
