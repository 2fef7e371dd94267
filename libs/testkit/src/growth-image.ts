import { buildImage } from './lab/build-image.ts';
import { proseLike } from './lab/bytes/filler.ts';
import { cachedPart } from './lab/part-cache.ts';
import type { PlannedPartition } from './lab/partition-plan.ts';
import type { PartitionKey } from './lab/partition-types.ts';
import type { ImageRecipe } from './lab/recipe.ts';
import { demo } from './lab/recipes/demo.ts';
import { demo2026 } from './lab/recipes/images-2026.ts';
import { systemRoot } from './lab/release.ts';
import { file, type TreeEntry } from './lab/tree.ts';

const MIB_PER_GIB = 1024;
const EDGE_MIB = 1; // each copy of the GPT
const FILES_PER_FOLDER = 100;
const SIZES_KIB = 4;
const BASES = { ext4: demo, erofs: demo2026 } as const;

/** The content of `demo` on a disk of `gib` GiB, at least a quarter: the rest is a hole. One bank. */
export function sparseImage(gib: number): ImageRecipe {
  return onDisk({ ...demo, name: `growth-${gib}-gib`, about: `demo on a sparse disk of ${gib} GiB` }, gib, { 'ROOT-A': 64, 'HASH-A': 2 });
}

/** `count` small files of 1 to 4 KiB more than the base has, on a disk of 1 GiB with one bank. */
export function manyFilesImage(filesystem: 'ext4' | 'erofs', count: number): ImageRecipe {
  const base = BASES[filesystem];
  const root = { ...base.root, entries: [...base.root.entries, ...smallFiles(`${systemRoot(base.release)}/share/growth`, count)] };
  const recipe = { ...base, root, name: `growth-${filesystem}-${count}`, about: `${base.name} with ${count} small files more` };
  return onDisk(recipe, 1, { 'ROOT-A': 900, 'HASH-A': 10 });
}

/** The image's path below `folder`; built with its true hash tree when that recipe was not built there before. */
export function growthImage(recipe: ImageRecipe, folder: string): Promise<string> {
  return cachedPart(folder, recipe.name, recipe, (path, work) => buildImage(recipe, path, work));
}

function smallFiles(folder: string, count: number): TreeEntry[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `${String(Math.floor(index / FILES_PER_FOLDER)).padStart(4, '0')}/${String(index).padStart(6, '0')}`;
    return file(`${folder}/${name}`, proseLike(1 + (index % SIZES_KIB), `file ${index}, line`));
  });
}

function onDisk(recipe: ImageRecipe, gib: number, sizes: Partial<Record<PartitionKey, number>>): ImageRecipe {
  return { ...recipe, size: { ...recipe.size, gib, banks: 1 }, partitions: oneBank(recipe.partitions, gib * MIB_PER_GIB, sizes) };
}

/** Without bank B; DATA-A, the last one, takes what is left. */
function oneBank(partitions: readonly PlannedPartition[], diskMib: number, sizes: Partial<Record<PartitionKey, number>>): PlannedPartition[] {
  let startMib = EDGE_MIB;
  return partitions
    .filter(({ key }) => !key.endsWith('-B'))
    .map((partition) => {
      const sizeMib = partition.key === 'DATA-A' ? diskMib - EDGE_MIB - startMib : (sizes[partition.key] ?? partition.sizeMib);
      const placed = { ...partition, startMib, sizeMib };
      startMib += sizeMib;
      return placed;
    });
}
