import { mkdir, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { clockEnvironment } from './clock.ts';
import { runTool } from './run-tool.ts';

const MIB = 1024 * 1024;

export interface FatRecipe {
  readonly sizeMib: number;
  /** Paths below the root with `/`, and their bytes. */
  readonly files: Readonly<Record<string, Uint8Array>>;
  /** 8 hex digits; undefined leaves the id of --invariant. */
  readonly volumeId: string | undefined;
  /** Seconds since 1970. */
  readonly time: number;
}

/** Builds the FAT filesystem of the ESP, or of a BOOT that systemd-boot reads; its size makes it FAT12 or FAT16 (anatomy 3.1). */
export async function buildFat(recipe: FatRecipe, path: string, folder: string): Promise<void> {
  await writeFile(path, '');
  await truncate(path, recipe.sizeMib * MIB);
  const env = clockEnvironment(recipe.time);
  await runTool('mkfs.vfat', ['--invariant', '-S', '512', ...(recipe.volumeId === undefined ? [] : ['-i', recipe.volumeId]), path]);
  for (const name of foldersOf(Object.keys(recipe.files))) await runTool('mmd', ['-i', path, `::${name}`], { env });
  for (const [name, bytes] of Object.entries(recipe.files)) {
    const source = await stage(folder, bytes, recipe.time);
    await runTool('mcopy', ['-m', '-i', path, source, `::${name}`], { env });
  }
}

async function stage(folder: string, bytes: Uint8Array, time: number): Promise<string> {
  await mkdir(folder, { recursive: true });
  const source = join(folder, 'esp-file');
  await writeFile(source, bytes);
  await utimes(source, time, time);
  return source;
}

function foldersOf(names: readonly string[]): string[] {
  const folders = names.flatMap((name) => {
    const parts = name.split('/').slice(1, -1);
    return parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`);
  });
  return [...new Set(folders)].sort();
}
