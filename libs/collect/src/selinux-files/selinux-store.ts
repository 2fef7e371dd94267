import { parseSelinuxConfig } from '@staticfire/read/formats/linux-text';
import { selinuxFolders } from './selinux-folders.ts';

export const MAX_CONFIG = 64 * 1024;
/** What libselinux takes when no line says (src/selinux_config.c, SELINUXDEFAULT). */
const DEFAULT_TYPE = 'targeted';

/** The policy that an image configures. */
export interface SelinuxStore {
  /** SELINUXTYPE. */
  readonly policyType: string;
  /** What libselinux calls the policy root, which holds `policy` and `contexts`: `/etc/selinux/fortified`. */
  readonly folder: string;
}

/** From the first configuration that exists; `read` gives a file of ROOT, of at most MAX_CONFIG bytes, or undefined. None → undefined. */
export function findSelinuxStore(read: (path: string) => Uint8Array | undefined): SelinuxStore | undefined {
  for (const base of selinuxFolders) {
    const path = `${base}/config`;
    const bytes = read(path);
    if (bytes === undefined) continue;
    const policyType = parseSelinuxConfig(bytes, path).policyType || DEFAULT_TYPE;
    return { policyType, folder: `${base}/${policyType}` };
  }
  return undefined;
}
