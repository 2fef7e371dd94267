import { type ByteView, decodeFileName } from '../../bytes/index.ts';

/** XFS_ATTR_* bits of an attribute's flags (xfs_da_format.h). */
export const AttributeFlag = { local: 0x1, root: 0x2, secure: 0x4, parent: 0x8, incomplete: 0x80 } as const;

const KNOWN_FLAGS = Object.values(AttributeFlag).reduce((mask, bit) => mask | bit, 0);

/** Names of the root namespace under which ACLs are kept. */
const ACL_NAMES: ReadonlyMap<string, string> = new Map([
  ['SGI_ACL_FILE', 'system.posix_acl_access'],
  ['SGI_ACL_DEFAULT', 'system.posix_acl_default'],
]);

/** One attribute as it is stored. */
export interface StoredAttribute {
  readonly view: ByteView;
  /** Where the entry starts in its view. */
  readonly at: number;
  readonly flags: number;
  readonly nameBytes: Uint8Array;
  /** Bytes. */
  readonly valueLength: number;
  /** Where the value starts in the view, or in blocks of its own. */
  readonly valueAt: number | { readonly block: number };
}

/** Where the kernel's listxattr shows it: not while it is written, nor when it tells a file's parent. */
export function isShown({ flags }: StoredAttribute): boolean {
  return (flags & (AttributeFlag.parent | AttributeFlag.incomplete)) === 0;
}

/** With its prefix; ACLs under the names that programs know. */
export function attributeName(entry: StoredAttribute): { readonly name: string; readonly acl: boolean } {
  const { view, at, flags, nameBytes } = entry;
  const namespace = flags & (AttributeFlag.root | AttributeFlag.secure);
  if ((flags & ~KNOWN_FLAGS) !== 0 || namespace === (AttributeFlag.root | AttributeFlag.secure)) throw view.error('flags', at, flags, 'at most one namespace');
  if (nameBytes.length === 0 || nameBytes.includes(0)) throw view.error('name', at, decodeFileName(nameBytes), 'at least one byte, and no NUL');
  const name = decodeFileName(nameBytes);
  const acl = namespace === AttributeFlag.root ? ACL_NAMES.get(name) : undefined;
  if (acl !== undefined) return { name: acl, acl: true };
  const prefix = namespace === AttributeFlag.root ? 'trusted.' : namespace === AttributeFlag.secure ? 'security.' : 'user.';
  return { name: prefix + name, acl: false };
}
