import type { BlockSource } from '../block-source.ts';
import { openCompressedDisk } from '../compressed/open-compressed-disk.ts';
import { type DiskContainer, detectDiskContainer, refuseNestedContainer } from '../disk-container.ts';
import { type NamedDisk, type Ova, openOva } from '../ova/open-ova.ts';
import { sliceSource } from '../slice-source.ts';
import { openVirtualDisk } from '../virtual/open-virtual-disk.ts';
import { openInput } from './input.ts';

export interface DiskFile {
  /** The raw disk; offsets in it are those of the disk, also in errors. */
  readonly source: BlockSource;
  readonly container: DiskContainer;
  /** What a user should know of the container, a sentence each; names in them come from the file. */
  readonly notes: readonly string[];
  /** All disks of an archive, in the order of its hardware; `source` is the first of them. */
  readonly disks?: readonly NamedDisk[];
  /** The file as it is. Close it last: closing `source` leaves it open. */
  readonly file: BlockSource;
}

/**
 * Opens a disk by its magic: raw, compressed, or virtual; in a file or behind a URL. An UnsupportedError names a container that is not read, or one
 * inside another; errors of the container itself name offsets in the file. Other errors as `openInput`.
 */
export async function openDiskSource(path: string): Promise<DiskFile> {
  const file = openInput(path);
  try {
    const container = detectDiskContainer(file);
    const disk = await openContainer(file, container);
    if (container !== 'raw') refuseNestedContainer(disk.source, container);
    return { ...disk, container, file };
  } catch (error) {
    file.close();
    throw error;
  }
}

type OpenedDisk = Pick<DiskFile, 'source' | 'notes' | 'disks'>;

async function openContainer(file: BlockSource, container: DiskContainer): Promise<OpenedDisk> {
  if (container === 'raw') return { source: sliceSource(file, 0, file.length), notes: [] };
  if (container === 'ova') return openFirstDisk(openOva(file));
  if (container === 'qcow2' || container === 'vmdk') return openVirtualDisk(file, container);
  return { source: await openCompressedDisk(file, container), notes: [] };
}

function openFirstDisk({ disks, notes }: Ova): OpenedDisk {
  const disk = disks[0]!.open();
  return { source: disk.source, notes: [...notes, ...disk.notes], disks };
}
