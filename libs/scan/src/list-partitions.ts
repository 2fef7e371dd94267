import { type DiskPartitions, describePartitions } from '@staticfire/collect';
import { openDiskSource, readInputIdentity } from '@staticfire/read/block-source/node';
import { openImage } from '@staticfire/read/image';
import type { ScanInput } from './input/scan-input.ts';
import { toInputError } from './open-input.ts';

export type PartitionList = DiskPartitions;

/** The partition table alone. Throws ImageError. */
export async function listPartitions({ path }: ScanInput): Promise<PartitionList> {
  try {
    readInputIdentity(path);
    const { source, file } = await openDiskSource(path);
    try {
      const { disk, bootBank } = openImage(source);
      return describePartitions(disk!, bootBank);
    } finally {
      source.close();
      file.close();
    }
  } catch (error) {
    throw toInputError(error, path) ?? error;
  }
}
