import { mkdir, open, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DiskRecipe } from './assemble.ts';
import { cachedPart } from './part-cache.ts';
import type { PlannedPartition } from './partition-plan.ts';
import { runTool } from './run-tool.ts';

const MIB = 1024 * 1024;
const SECTORS_PER_MIB = 2048;

/** A folder with the first and last MiB of a disk as sgdisk writes them: `head` and `tail`. sgdisk sleeps a second, so it is cached. */
export function buildPartitionTable(recipe: DiskRecipe, cache: string): Promise<string> {
  const { sizeMib, diskGuid, partitions } = recipe;
  return cachedPart(cache, 'gpt', { sizeMib, diskGuid, partitions }, async (path, folder) => {
    const disk = join(folder, 'disk');
    await writeFile(disk, '');
    await truncate(disk, sizeMib * MIB);
    await runTool('sgdisk', sgdiskArguments(recipe, disk));
    await mkdir(path);
    await saveMib(disk, 0, join(path, 'head'));
    await saveMib(disk, sizeMib - 1, join(path, 'tail'));
  });
}

async function saveMib(disk: string, offsetMib: number, path: string): Promise<void> {
  const handle = await open(disk);
  try {
    const { buffer } = await handle.read(Buffer.alloc(MIB), 0, MIB, offsetMib * MIB);
    await writeFile(path, buffer);
  } finally {
    await handle.close();
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
