import { type GuestfsDrive, GuestfsError, type GuestfsImage, openGuestfs, refuseOtherFiles } from '@staticfire/guestfs';
import type { BlockSource } from '@staticfire/read/block-source';
import { isImageUrl, openSource, showLocation } from '@staticfire/read/block-source/node';
import type { Image } from '@staticfire/read/image';
import type { InputFile, OpenedInput } from '../open-input.ts';

/**
 * The image through libguestfs: raw disks, qcow2 and VMDK as they lie there, for QEMU to read. Of an OVA the virtual disk in it, and of what is fetched its bytes, are
 * handed out by staticfire; so is what is inside of a compressed file. Throws GuestfsError, also for what it cannot be given.
 */
export async function openSecondReader({ main, others, chosen, isPartitions }: OpenedInput, image: Image): Promise<GuestfsImage> {
  if (isPartitions) throw new GuestfsError('unsuited', 'libguestfs is given disks only, and these are partition images; give the disk that they are parts of');
  const data = others.find(({ holds }) => holds === 'DATA') ?? (chosen.data && { ...main, source: chosen.data });
  const opened: BlockSource[] = [];
  try {
    const driveOf = (file: InputFile) => describeDrive(file, opened);
    return await openGuestfs({ main: driveOf(main), ...(data === undefined ? {} : { data: driveOf(data) }) }, image);
  } finally {
    for (const source of opened) source.close();
  }
}

function describeDrive({ path, container, source, file }: InputFile, opened: BlockSource[]): GuestfsDrive {
  const isFile = !isImageUrl(path);
  const shown = showLocation(path);
  if (container === 'raw') return { path: isFile ? path : shown, format: 'raw', ...(isFile ? {} : { source }) };
  if (isFile && (container === 'qcow2' || container === 'vmdk')) return checked({ path, format: container }, file);
  const description = source.describe();
  if (description.kind !== 'virtual') return { path: shown, format: 'raw', source };
  const inside = openSource(description.file);
  opened.push(inside);
  return checked({ path: shown, format: description.format, source: inside }, inside);
}

function checked(drive: GuestfsDrive, bytes: BlockSource): GuestfsDrive {
  refuseOtherFiles(bytes, drive);
  return drive;
}
