import { type DiskPartitions, describePartitions } from '@staticfire/collect';
import { openDiskSource, readInputIdentity, showLocation } from '@staticfire/read/block-source/node';
import { openImage } from '@staticfire/read/image';
import { toImageError } from './image-error.ts';

export type PartitionList = DiskPartitions;

/** The partition table alone. Throws ImageError. */
export async function listPartitions(path: string): Promise<PartitionList> {
  try {
    readInputIdentity(path);
    const { source, file } = await openDiskSource(path);
    try {
      return describePartitions(openImage(source));
    } finally {
      source.close();
      file.close();
    }
  } catch (error) {
    throw toImageError(error, showLocation(path)) ?? error;
  }
}
