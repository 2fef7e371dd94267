import type { AssertionData } from '@staticfire/analyze/selinux/assertions';
import type { Bank } from '@staticfire/read/image';
import { type OpenedPolicy, openPolicyAnd } from './open-policy.ts';

/** What of an image assertions may look into beside its policy. */
export type ImageDataName = 'labels' | 'executables' | 'neverallows';

/** What the image does not have is undefined; what cannot be read throws when it is looked at. */
export type ImageData = Pick<AssertionData, ImageDataName>;

/** A policy, and of an image what assertions about it need. */
export interface CheckedPolicy extends OpenedPolicy {
  readonly data: ImageData;
}

/** Opens as `openPolicy` does and reads what is wanted beside; a policy file has nothing. Throws ImageError. */
export async function openCheckedPolicy(path: string, bank: Bank | undefined, wanted: ReadonlySet<ImageDataName>): Promise<CheckedPolicy> {
  const [opened, data = {}] = await openPolicyAnd(path, bank, async (root, { folder }) => {
    const { readImageData } = await import('./read-image-data.ts');
    return readImageData(root, folder, wanted);
  });
  return { ...opened, data };
}
