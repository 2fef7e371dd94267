import { FormatError } from '@staticfire/read/bytes';
import { type FileSystem, readFile } from '@staticfire/read/filesystem';
import { newestPolicy } from './newest-policy.ts';
import { selinuxFolders } from './selinux-folders.ts';
import { findSelinuxStore, MAX_CONFIG } from './selinux-store.ts';

export interface PolicyFiles {
  /** The folder of the policy that is configured: `/etc/selinux/fortified`. */
  readonly folder: string;
  /** Its binary policy of the highest version, which init loads: `…/policy/policy.31`. */
  readonly policy: string;
}

/** The policy that the configuration of a ROOT names. A FormatError tells which file is missing. */
export function findConfiguredPolicy(fs: FileSystem): PolicyFiles {
  const store = findSelinuxStore((path) => readFile(fs, path, MAX_CONFIG));
  if (store === undefined) throw new FormatError({ structure: 'ROOT', message: `no SELinux policy: there is no ${selinuxFolders[0]}/config` });
  const policy = newestPolicy(fs, store.folder);
  if (policy === undefined) throw new FormatError({ structure: store.folder, message: 'the configured policy has no file policy/policy.N' });
  return { folder: store.folder, policy };
}
