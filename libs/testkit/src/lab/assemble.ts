import { open, truncate, writeFile } from 'node:fs/promises';
import type { PlannedPartition } from './partition-plan.ts';
import { runTool } from './run-tool.ts';
import { copyInto } from './sparse-copy.ts';

const MIB = 1024 * 1024;
const SECTORS_PER_MIB = 2048;
const BOOT_CODE_LENGTH = 440; // what the MBR leaves to boot.img

export interface DiskRecipe {
  readonly sizeMib: number;
  readonly diskGuid: string;
  readonly partitions: readonly PlannedPartition[];
  /** Stands in LBA 0 where GRUB's boot.img stands. */
  readonly bootCode: string;
}

/** Writes a whole disk image: GPT by sgdisk, then each part's file at its partition's start. */
export async function assembleDisk(recipe: DiskRecipe, parts: Readonly<Record<string, string>>, path: string): Promise<void> {
  await writeFile(path, '');
  await truncate(path, recipe.sizeMib * MIB);
  await runTool('sgdisk', sgdiskArguments(recipe, path));
  const disk = await open(path, 'r+');
  try {
    await disk.write(Buffer.from(recipe.bootCode, 'latin1').subarray(0, BOOT_CODE_LENGTH), 0, undefined, 0);
    for (const { key, startMib } of recipe.partitions) if (parts[key] !== undefined) await copyInto(disk, startMib * MIB, parts[key]);
  } finally {
    await disk.close();
  }
}

function sgdiskArguments(recipe: DiskRecipe, path: string): string[] {
  const entries = recipe.partitions.flatMap((partition, index) => entryArguments(index + 1, partition));
  return ['--clear', `--disk-guid=${recipe.diskGuid}`, '--set-alignment=1', ...entries, path];
}

function entryArguments(number: number, partition: PlannedPartition): string[] {
  const first = partition.startMib * SECTORS_PER_MIB;
  const last = first + partition.sizeMib * SECTORS_PER_MIB - 1;
  return [
    `--new=${number}:${first}:${last}`,
    `--typecode=${number}:${partition.typeGuid}`,
    `--partition-guid=${number}:${partition.guid}`,
    `--change-name=${number}:${partition.label}`,
    `--attributes=${number}:=:${partition.attributes}`,
  ];
}
