import { type DiskPartitions, describePartitions } from '@staticfire/collect';
import { readInputIdentity } from '@staticfire/read/block-source/node';
import { InputError, type ScanInput } from './input/scan-input.ts';
import { openImageOf, openInput, toInputError } from './open-input.ts';

/** The partition table of a disk, and that of the second disk of a split image. */
export interface PartitionList extends DiskPartitions {
  readonly dataDisk?: DiskPartitions;
}

/** Partition tables alone. Throws InputError for partition images, which have none, and ImageError. */
export async function listPartitions(input: ScanInput): Promise<PartitionList> {
  if (input.partitions !== undefined) throw new InputError('partition images have no partition table; give the disk that they are parts of');
  try {
    readInputIdentity(input.path);
    const opened = await openInput(input);
    try {
      const { disk, dataDisk, bootBank } = await openImageOf(opened);
      return { ...describePartitions(disk!, bootBank), ...(dataDisk === undefined ? {} : { dataDisk: describePartitions(dataDisk, undefined) }) };
    } finally {
      opened.close();
    }
  } catch (error) {
    throw toInputError(error, input.path) ?? error;
  }
}
