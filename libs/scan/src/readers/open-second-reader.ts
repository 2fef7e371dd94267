import { type GuestfsDrive, GuestfsError, type GuestfsImage, openGuestfs, refuseOtherFiles } from '@staticfire/guestfs';
import { isImageUrl, showLocation } from '@staticfire/read/block-source/node';
import type { Image } from '@staticfire/read/image';
import type { InputFile, OpenedInput } from '../open-input.ts';

/** What QEMU reads itself. */
const FORMATS: readonly string[] = ['raw', 'qcow2', 'vmdk'] satisfies readonly GuestfsDrive['format'][];

/** The image through libguestfs. Throws GuestfsError, also for disks that it cannot open without a copy. */
export async function openSecondReader({ main, others, isPartitions }: OpenedInput, image: Image): Promise<GuestfsImage> {
  if (isPartitions) throw new GuestfsError('unsuited', 'libguestfs is given disks only, and these are partition images; give the disk that they are parts of');
  const data = others.find(({ holds }) => holds === 'DATA');
  return openGuestfs({ main: driveOf(main), ...(data === undefined ? {} : { data: driveOf(data) }) }, image);
}

function driveOf({ path, container, file }: InputFile): GuestfsDrive {
  if (!isDriveFormat(container) || isImageUrl(path)) {
    const what = isImageUrl(path) ? 'is fetched in parts' : `is no disk that QEMU reads (${container})`;
    throw new GuestfsError(
      'unsuited',
      `${showLocation(path)} ${what}; libguestfs is given files of raw, qcow2 or VMDK disks, and no copy is made: unpack it first`,
    );
  }
  const drive = { path, format: container };
  refuseOtherFiles(file, drive);
  return drive;
}

function isDriveFormat(container: string): container is GuestfsDrive['format'] {
  return FORMATS.includes(container);
}
