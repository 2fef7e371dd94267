import { decodeFileName, UnsupportedError } from '../../bytes/index.ts';
import type { XattrArea, XattrEntry } from './xattr-area.ts';

/** e_name_index: https://docs.kernel.org/filesystems/ext4/attributes.html */
const PREFIXES: Readonly<Record<number, { readonly prefix: string; readonly complete: boolean }>> = {
  1: { prefix: 'user.', complete: false },
  2: { prefix: 'system.posix_acl_access', complete: true },
  3: { prefix: 'system.posix_acl_default', complete: true },
  4: { prefix: 'trusted.', complete: false },
  6: { prefix: 'security.', complete: false },
  7: { prefix: 'system.', complete: false },
  8: { prefix: 'system.richacl', complete: true },
};

const ACL_INDEXES: readonly number[] = [2, 3];

export function xattrName({ view }: XattrArea, { at, nameIndex, name }: XattrEntry): string {
  const known = PREFIXES[nameIndex];
  if (known === undefined) throw new UnsupportedError({ structure: view.structure, field: 'e_name_index', offset: view.offset + at + 1, found: nameIndex });
  if (known.complete !== (name.length === 0))
    throw view.error('e_name_len', at, name.length, known.complete ? `0 for ${known.prefix}` : `at least 1 for ${known.prefix}`);
  return known.prefix + decodeFileName(name);
}

export function isPosixAcl({ nameIndex }: XattrEntry): boolean {
  return ACL_INDEXES.includes(nameIndex);
}
