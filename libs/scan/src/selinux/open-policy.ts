import type { BlockSource } from '@staticfire/read/block-source';
import { openFileSource, readBytes, readFileIdentity } from '@staticfire/read/block-source/file';
import { isImageUrl, showLocation } from '@staticfire/read/block-source/image-url';
import { LimitError } from '@staticfire/read/bytes';
import { MAX_POLICY_LENGTH, parseSelinuxPolicy, type SelinuxPolicy, startsAsSelinuxBinary } from '@staticfire/read/formats/selinux-policy';
import type { Bank } from '@staticfire/read/image';
import type { ScanInput } from '../input/scan-input.ts';
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
export async function openPolicy(input: ScanInput, bank?: Bank): Promise<OpenedPolicy> {
  const [opened] = await openPolicyAnd(input, bank, async () => undefined);
  return opened;
}

/** The same, and what is read of an image while it is open; of a policy undefined. */
export function openPolicyAnd<T>(
  input: ScanInput,
  bank: Bank | undefined,
  readMore: (root: ImageRoot) => Promise<T>,
): Promise<readonly [opened: OpenedPolicy, more: T | undefined]> {
  const { path } = input;
  return whileReading(path, async () => {
    const bytes = await readPolicyFile(path);
    if (bytes !== undefined) return [{ place: { path: showLocation(path) }, policy: parseSelinuxPolicy(bytes) }, undefined];
    const { openRoot, readConfiguredPolicy } = await import('./image-root.ts');
    const root = await openRoot(input, bank);
    try {
      const { files, policy } = readConfiguredPolicy(root);
      return [{ place: { path: showLocation(path), bank: root.bank, file: files.policy }, policy }, await readMore(root)];
    } finally {
      root.close();
    }
  });
}

/** The whole file when it starts as one of SELinux's. */
async function readPolicyFile(path: string): Promise<Uint8Array | undefined> {
  const source = await openPath(path);
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

/** What reaches for URLs takes time to load, which a policy in a file needs not for this. */
async function openPath(path: string): Promise<BlockSource> {
  if (isImageUrl(path)) return (await import('@staticfire/read/block-source/node')).openInput(path);
  readFileIdentity(path);
  return openFileSource(path);
}
