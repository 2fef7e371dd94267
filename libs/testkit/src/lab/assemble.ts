import { type FileHandle, open, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PlannedPartition } from './partition-plan.ts';
import { buildPartitionTable } from './partition-table.ts';
import { copyInto } from './sparse-copy.ts';

const MIB = 1024 * 1024;
const BOOT_CODE_LENGTH = 440; // what the MBR leaves to boot.img

export interface DiskRecipe {
  readonly sizeMib: number;
  readonly diskGuid: string;
  readonly partitions: readonly PlannedPartition[];
  /** Stands in LBA 0 where GRUB's boot.img stands. */
  readonly bootCode: string;
}

/** Writes a whole disk image: GPT by sgdisk, then each part's file at its partition's start. */
export async function assembleDisk(recipe: DiskRecipe, parts: Readonly<Record<string, string>>, path: string, cache: string): Promise<void> {
  const table = await buildPartitionTable(recipe, cache);
  await writeFile(path, '');
  await truncate(path, recipe.sizeMib * MIB);
  const disk = await open(path, 'r+');
  try {
    await copyInto(disk, 0, join(table, 'head'));
    await copyInto(disk, (recipe.sizeMib - 1) * MIB, join(table, 'tail'));
    await disk.write(Buffer.from(recipe.bootCode, 'latin1').subarray(0, BOOT_CODE_LENGTH), 0, undefined, 0);
    await copyParts(disk, recipe.partitions, parts);
  } finally {
    await disk.close();
  }
}

async function copyParts(disk: FileHandle, partitions: readonly PlannedPartition[], parts: Readonly<Record<string, string>>): Promise<void> {
  for (const { key, startMib } of partitions) if (parts[key] !== undefined) await copyInto(disk, startMib * MIB, parts[key]);
}
