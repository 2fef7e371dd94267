import type { AssertionData } from '@staticfire/analyze/selinux/assertions';
import type { Bank } from '@staticfire/read/image';
import { type OpenedPolicy, openPolicyAnd } from './open-policy.ts';

/** What of an image assertions may need beside its policy. */
export type ImageData = 'labels' | 'executables' | 'neverallows';

/** What was read of it; what the image does not have is left out. */
export interface ReadImageData {
  readonly data: Pick<AssertionData, ImageData>;
  /** Why something could not be read. */
  readonly failures: Readonly<Partial<Record<ImageData, string>>>;
}

/** A policy, and of an image what assertions about it need. */
export interface CheckedPolicy extends OpenedPolicy, ReadImageData {}

/** Opens as `openPolicy` does and reads what is wanted beside; of a policy file nothing is. Throws ImageError. */
export async function openCheckedPolicy(path: string, bank: Bank | undefined, wanted: ReadonlySet<ImageData>): Promise<CheckedPolicy> {
  const [opened, read] = await openPolicyAnd(path, bank, async (root, { folder }) => {
    const { readImageData } = await import('./read-image-data.ts');
    return readImageData(root, folder, wanted);
  });
  return { ...opened, data: {}, failures: {}, ...read };
}
