import { ByteView, LimitError } from '../../bytes/index.ts';
import type { ExtendedAttribute } from '../../filesystem/index.ts';
import type { Fork } from './fork.ts';
import type { Inode } from './inode.ts';
import { unpackPosixAcl } from './posix-acl.ts';
import type { Volume } from './volume.ts';
import { attributeName, isShown, type StoredAttribute } from './xattr-entry.ts';
import { leafAttributes } from './xattr-leaf.ts';
import { readRemoteValue } from './xattr-remote.ts';
import { shortformAttributes } from './xattr-shortform.ts';

const MAX_ATTRIBUTES = 65_536;
const MAX_TOTAL_LENGTH = 16 * 1024 * 1024;

/** In on-disk order: in the inode as they were set, in blocks by the hash of their names. */
export function readXattrs(volume: Volume, inode: Inode): ExtendedAttribute[] {
  const fork = inode.attributes;
  if (fork === undefined) return [];
  const found = new Map<string, ExtendedAttribute>();
  let left = MAX_TOTAL_LENGTH;
  for (const entry of fork.format === 'local' ? shortformAttributes(inode, fork) : leafAttributes(volume, inode, fork)) {
    if (!isShown(entry)) continue;
    left -= entry.valueLength;
    if (left < 0 || found.size >= MAX_ATTRIBUTES)
      throw new LimitError({ structure: entry.view.structure, message: `more than ${MAX_ATTRIBUTES} attributes or ${MAX_TOTAL_LENGTH} bytes of values` });
    const { name, acl } = attributeName(entry);
    if (found.has(name)) throw entry.view.error('name', entry.at, name, 'each name once');
    const value = readValue(volume, inode, fork, entry);
    found.set(name, { name, value: acl ? unpackPosixAcl(new ByteView(value, `${entry.view.structure}, ACL`, entry.view.offset, 'big')) : value });
  }
  return [...found.values()];
}

function readValue(volume: Volume, inode: Inode, fork: Fork, entry: StoredAttribute): Uint8Array {
  const { view, valueAt, valueLength } = entry;
  return typeof valueAt === 'number' ? view.slice(valueAt, valueLength).slice() : readRemoteValue(volume, inode, fork, entry, valueAt.block);
}
