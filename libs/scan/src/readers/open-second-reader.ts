import { GuestfsError, type GuestfsImage, openGuestfs } from '@staticfire/guestfs';
import type { DiskContainer } from '@staticfire/read/block-source';
import type { Image } from '@staticfire/read/image';

/** The image through libguestfs. Throws GuestfsError, also for disks that it cannot open without a copy. */
export async function openSecondReader(path: string, container: DiskContainer | 'several files', image: Image): Promise<GuestfsImage> {
  if (container !== 'raw')
    throw new GuestfsError('unsuited', `${path} is no raw disk (${container}); libguestfs is given raw disks only, and no copy is made: unpack it first`);
  return openGuestfs(path, image);
}
