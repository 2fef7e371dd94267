import { FormatError } from '@staticfire/read/bytes';
import { type FileSystem, readFile } from '@staticfire/read/filesystem';
import { parseSelinuxConfig } from '@staticfire/read/formats/linux-text';
import { isUnreadableEntry, listFolder } from '../evidence/list-folder.ts';
import { selinuxFolders } from './selinux-folders.ts';

const MAX_CONFIG = 64 * 1024;
/** What libselinux takes when no line says (src/selinux_config.c, SELINUXDEFAULT). */
const DEFAULT_TYPE = 'targeted';

export interface PolicyFiles {
  /** The folder of the policy that is configured: `/etc/selinux/fortified`. */
  readonly folder: string;
  /** Its binary policy of the highest version, which init loads: `…/policy/policy.31`. */
  readonly policy: string;
}

/** The policy that the configuration of a ROOT names. A FormatError tells which file is missing. */
export function findConfiguredPolicy(fs: FileSystem): PolicyFiles {
  const { base, policyType } = readConfig(fs);
  const folder = `${base}/${policyType}`;
  const versions = policyVersions(fs, `${folder}/policy`);
  if (versions.length === 0) throw new FormatError({ structure: folder, message: `the configured policy has no file policy/policy.N` });
  return { folder, policy: `${folder}/policy/policy.${Math.max(...versions)}` };
}

function readConfig(fs: FileSystem): { readonly base: string; readonly policyType: string } {
  for (const base of selinuxFolders) {
    const path = `${base}/config`;
    const bytes = readFile(fs, path, MAX_CONFIG);
    if (bytes !== undefined) return { base, policyType: parseSelinuxConfig(bytes, path).policyType ?? DEFAULT_TYPE };
  }
  throw new FormatError({ structure: 'ROOT', message: `no SELinux policy: there is no ${selinuxFolders[0]}/config` });
}

function policyVersions(fs: FileSystem, folder: string): number[] {
  const entries = listFolder(fs, folder)?.entries ?? [];
  const damaged = entries.find(isUnreadableEntry);
  if (damaged !== undefined) throw damaged.error;
  return entries.flatMap(({ name }) => (/^policy\.[1-9][0-9]{0,2}$/.test(name) ? [Number(name.slice('policy.'.length))] : []));
}
