import type { BlockSource } from '../block-source.ts';
import { openCompressedDisk } from '../compressed/open-compressed-disk.ts';
import { type DiskContainer, detectDiskContainer, refuseNestedContainer } from '../disk-container.ts';
import { sliceSource } from '../slice-source.ts';
import { openInput } from './input.ts';

export interface DiskFile {
  /** The raw disk; offsets in it are those of the disk, also in errors. */
  readonly source: BlockSource;
  readonly container: DiskContainer;
  /** The file as it is. Close it last: closing `source` leaves it open. */
  readonly file: BlockSource;
}

/**
 * Opens a disk, raw or compressed, by its magic, in a file or behind a URL. An UnsupportedError names a container that is not read, or one inside another;
 * errors of the container itself name offsets in the file. Other errors as `openInput`.
 */
export async function openDiskSource(path: string): Promise<DiskFile> {
  const file = openInput(path);
  try {
    const container = detectDiskContainer(file);
    if (container === 'raw') return { source: sliceSource(file, 0, file.length), container, file };
    const source = await openCompressedDisk(file, container);
    refuseNestedContainer(source, container);
    return { source, container, file };
  } catch (error) {
    file.close();
    throw error;
  }
}
