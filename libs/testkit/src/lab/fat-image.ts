import { mkdir, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LAB_TIME } from './clock.ts';
import { runTool } from './run-tool.ts';

const MIB = 1024 * 1024;

export interface FatRecipe {
  readonly sizeMib: number;
  /** Paths below the root with `/`, and their bytes. */
  readonly files: Readonly<Record<string, Uint8Array>>;
}

/** Builds the FAT filesystem of the ESP; its size makes it FAT12 or FAT16 (anatomy 3.1). */
export async function buildFat(recipe: FatRecipe, path: string, folder: string): Promise<void> {
  await writeFile(path, '');
  await truncate(path, recipe.sizeMib * MIB);
  await runTool('mkfs.vfat', ['--invariant', '-S', '512', path]);
  for (const name of foldersOf(Object.keys(recipe.files))) await runTool('mmd', ['-i', path, `::${name}`]);
  for (const [name, bytes] of Object.entries(recipe.files)) await copyIn(path, folder, name, bytes);
}

async function copyIn(path: string, folder: string, name: string, bytes: Uint8Array): Promise<void> {
  await mkdir(folder, { recursive: true });
  const source = join(folder, 'esp-file');
  await writeFile(source, bytes);
  await utimes(source, LAB_TIME, LAB_TIME);
  await runTool('mcopy', ['-m', '-i', path, source, `::${name}`]);
}

function foldersOf(names: readonly string[]): string[] {
  const folders = names.flatMap((name) => {
    const parts = name.split('/').slice(1, -1);
    return parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`);
  });
  return [...new Set(folders)].sort();
}
