import { type DiskPartitions, describePartitions } from '@staticfire/collect';
import { openDiskSource, readFileIdentity } from '@staticfire/read/block-source/node';
import { ReadError } from '@staticfire/read/bytes';
import { openImage } from '@staticfire/read/image';
import { ImageError, toImageError } from './image-error.ts';

export type PartitionList = DiskPartitions;

/** The partition table alone. Throws ImageError. */
export async function listPartitions(path: string): Promise<PartitionList> {
  try {
    readFileIdentity(path);
    const { source, file } = await openDiskSource(path);
    try {
      return describePartitions(openImage(source));
    } finally {
      source.close();
      file.close();
    }
  } catch (error) {
    if (error instanceof ReadError) throw new ImageError(`${path}: ${error.message}`, { cause: error });
    throw toImageError(error, path) ?? error;
  }
}
