import type { FileSystem } from '@staticfire/read/filesystem';
import { isUnreadableEntry, listFolder } from '../evidence/list-folder.ts';

/**
 * The `policy.N` of highest version in a policy root: what libselinux loads when the kernel knows that version (load_policy.c,
 * `selinux_mkload_policy`). None → undefined. An entry that cannot be read is thrown: it might be the one.
 */
export function newestPolicy(fs: FileSystem, storeFolder: string): string | undefined {
  const entries = listFolder(fs, `${storeFolder}/policy`)?.entries ?? [];
  const damaged = entries.find(isUnreadableEntry);
  if (damaged !== undefined) throw damaged.error;
  const versions = entries.flatMap(({ name }) => (/^policy\.[1-9][0-9]{0,3}$/.test(name) ? [Number(name.slice('policy.'.length))] : []));
  return versions.length === 0 ? undefined : `${storeFolder}/policy/policy.${Math.max(...versions)}`;
}
