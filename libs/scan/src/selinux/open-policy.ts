import { openFileSource, readBytes, readFileIdentity } from '@staticfire/read/block-source/file';
import { LimitError } from '@staticfire/read/bytes';
import { MAX_POLICY_LENGTH, parseSelinuxPolicy, type SelinuxPolicy, startsAsSelinuxBinary } from '@staticfire/read/formats/selinux-policy';
import type { Bank } from '@staticfire/read/image';
import type { ImageRoot } from './image-root.ts';
import { whileReading } from './while-reading.ts';

/** Where a policy was read. */
export interface PolicyPlace {
  readonly path: string;
  /** Of an image: the bank, and the policy's path on its ROOT. */
  readonly bank?: Bank;
  readonly file?: string;
}

export interface OpenedPolicy {
  readonly place: PolicyPlace;
  readonly policy: SelinuxPolicy;
}

const MAGIC_LENGTH = 4;

/**
 * A binary policy, or the one that an image configures in `bank`, else in the bank that boots. Throws ImageError: what is neither, a policy that is
 * damaged, of another kind or above 32 MiB, an image without one.
 */
export async function openPolicy(path: string, bank?: Bank): Promise<OpenedPolicy> {
  const [opened] = await openPolicyAnd(path, bank, async () => undefined);
  return opened;
}

/** The same, and what is read of an image while it is open; of a policy undefined. */
export function openPolicyAnd<T>(
  path: string,
  bank: Bank | undefined,
  readMore: (root: ImageRoot) => Promise<T>,
): Promise<readonly [opened: OpenedPolicy, more: T | undefined]> {
  return whileReading(path, async () => {
    readFileIdentity(path);
    const bytes = readPolicyFile(path);
    if (bytes !== undefined) return [{ place: { path }, policy: parseSelinuxPolicy(bytes) }, undefined];
    const { openRoot, readConfiguredPolicy } = await import('./image-root.ts');
    const root = await openRoot(path, bank);
    try {
      const { files, policy } = readConfiguredPolicy(root);
      return [{ place: { path, bank: root.bank, file: files.policy }, policy }, await readMore(root)];
    } finally {
      root.close();
    }
  });
}

/** The whole file when it starts as one of SELinux's. */
function readPolicyFile(path: string): Uint8Array | undefined {
  const source = openFileSource(path);
  try {
    if (source.length < MAGIC_LENGTH || !startsAsSelinuxBinary(readBytes(source, 0, MAGIC_LENGTH))) return undefined;
    if (source.length > MAX_POLICY_LENGTH) {
      throw new LimitError({ structure: 'SELinux policy', message: `${source.length} bytes, at most ${MAX_POLICY_LENGTH} are read` });
    }
    return readBytes(source, 0, source.length);
  } finally {
    source.close();
  }
}
