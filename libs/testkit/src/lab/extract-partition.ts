import { open, truncate, writeFile } from 'node:fs/promises';
import type { PlannedPartition } from './partition-plan.ts';
import type { PartitionKey } from './partition-types.ts';
import { copyRange } from './sparse-copy.ts';

const MIB = 1024 * 1024;

/** Copies one partition of an image to the file `to`, where the tools that know no offsets can look at it. Returns `to`. */
export async function extractPartition(image: string, partitions: readonly PlannedPartition[], key: PartitionKey, to: string): Promise<string> {
  const partition = partitions.find((each) => each.key === key);
  if (partition === undefined) throw new Error(`no partition ${key}`);
  await writeFile(to, '');
  await truncate(to, partition.sizeMib * MIB);
  const [source, target] = await Promise.all([open(image), open(to, 'r+')]);
  try {
    await copyRange(source, partition.startMib * MIB, partition.sizeMib * MIB, target, 0);
  } finally {
    await Promise.all([source.close(), target.close()]);
  }
  return to;
}
