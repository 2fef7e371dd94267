import { mkdir, truncate, writeFile } from 'node:fs/promises';
import { buildImage } from '../lab/build-image.ts';
import { baseRecipe } from '../mutations/index.ts';
import type { HostileInput } from './hostile-input.ts';

const MIB = 1024 * 1024;

export const fileInputs: readonly HostileInput[] = [
  { name: 'file: empty', make: (path) => writeFile(path, ''), exitCodes: [3], words: ['empty'] },
  { name: 'file: one byte', make: (path) => writeFile(path, 'x'), exitCodes: [3], words: [] },
  { name: 'file: a directory', make: async (path) => void (await mkdir(path)), exitCodes: [2, 3], words: ['directory'] },
  { name: 'file: zeros only', make: makeZeros, exitCodes: [3], words: ['GPT'] },
  { name: 'file: text', make: (path) => writeFile(path, 'this is no disk image\n'.repeat(4096)), exitCodes: [3], words: [] },
  ...baseRecipe.partitions.map(({ key, startMib }) => ({
    // The backup table is gone, and what stood behind the cut cannot be read.
    name: `file: cut off where ${key} starts`,
    make: (path: string) => makeCut(path, startMib),
    exitCodes: [1, 3],
    words: [],
  })),
];

async function makeZeros(path: string): Promise<void> {
  await writeFile(path, '');
  await truncate(path, 64 * MIB);
}

async function makeCut(path: string, sizeMib: number): Promise<void> {
  await buildImage(baseRecipe, path);
  await truncate(path, sizeMib * MIB);
}
