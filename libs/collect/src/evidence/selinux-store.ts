import { type FileSystem, lookup } from '@staticfire/read/filesystem';
import { parseSelinuxConfig } from '@staticfire/read/formats/linux-text';
import type { RootFiles } from './root-files.ts';

/** Where libselinux looks, and where Bottlerocket keeps what a node's /etc is filled with. The first is a link to the second there. */
const FOLDERS = ['/etc/selinux', '/usr/share/factory/etc/selinux'];
const MAX_CONFIG = 64 * 1024;

/** The policy that an image configures. */
export interface SelinuxStore {
  /** SELINUXTYPE. */
  readonly policyType: string;
  /** What libselinux calls the policy root: it holds `policy` and `contexts`. */
  readonly folder: string;
}

/** From the first configuration that exists. None, or one that names no policy → undefined. */
export function findSelinuxStore(files: RootFiles): SelinuxStore | undefined {
  const folder = FOLDERS.find((path) => isThere(files.fs, `${path}/config`));
  if (folder === undefined) return undefined;
  const path = `${folder}/config`;
  const bytes = files.read(path, MAX_CONFIG);
  const policyType = bytes && parseSelinuxConfig(bytes, path).policyType;
  return policyType === undefined || policyType === '' ? undefined : { policyType, folder: `${folder}/${policyType}` };
}

function isThere(fs: FileSystem, path: string): boolean {
  return lookup(fs, path) !== undefined;
}
