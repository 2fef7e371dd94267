import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { bootParts } from './boot-parts.ts';
import { buildEmptyXfs, type EmptyXfsRecipe } from './empty-xfs.ts';
import { BASE_FEATURES, buildExt4 } from './ext4-image.ts';
import { cachedPart } from './part-cache.ts';
import { sizeOf } from './partition-plan.ts';
import type { PartitionKey } from './partition-types.ts';
import { buildPrivate } from './private-part.ts';
import type { ImageRecipe } from './recipe.ts';
import { buildRoot } from './root-part.ts';
import { buildVerity, type VerityTable } from './verity.ts';

export { buildRoot } from './root-part.ts';

/** The file of each partition that holds something. Parts built before are taken from the cache. */
export async function buildParts(recipe: ImageRecipe, cache: string): Promise<Partial<Record<PartitionKey, string>>> {
  const [root, privatePart] = await Promise.all([buildRoot(recipe, cache), buildPrivate(recipe, cache)]);
  const { hash, table } = await buildHash(recipe, root, cache);
  const data = recipe.size.layout === 'unified' ? await buildDataFilesystem(recipe, cache) : {};
  return { ...data, ...(await bootParts(recipe, table, cache)), 'ROOT-A': root, 'HASH-A': hash, ...privatePart };
}

async function buildHash(recipe: ImageRecipe, root: string, cache: string): Promise<{ hash: string; table: VerityTable }> {
  const sizeMib = sizeOf(recipe.partitions, 'HASH-A');
  const folder = await cachedPart(cache, 'verity', { root: basename(root), sizeMib, ...recipe.verity }, async (path) => {
    await mkdir(path);
    const table = await buildVerity(recipe.verity, root, join(path, 'hash'), sizeMib);
    await writeFile(join(path, 'table.json'), JSON.stringify(table));
  });
  const table = JSON.parse(await readFile(join(folder, 'table.json'), 'utf8')) as VerityTable;
  return { hash: join(folder, 'hash'), table };
}

/** The data filesystem by its partition; nothing for xfs, which is made at first boot. */
export async function buildDataFilesystem(recipe: ImageRecipe, cache: string): Promise<Partial<Record<PartitionKey, string>>> {
  const key = recipe.size.layout === 'split' ? 'DATA-B' : 'DATA-A';
  const sizeMib = recipe.size.layout === 'split' ? recipe.size.dataGib * 1024 - 2 : sizeOf(recipe.partitions, 'DATA-A');
  if (recipe.dataContent === 'xfs') return { [key]: await xfsPart({ uuid: recipe.filesystemIds.data.uuid, sizeMib, time: recipe.time }, cache) };
  if (recipe.release.dataFilesystem === 'xfs') return {};
  const common = { sizeMib, features: [...BASE_FEATURES, 'has_journal'], reservedPercent: 0, shrink: false, labels: undefined, entries: [] } as const;
  const ext4 = { ...recipe.filesystemIds.data, ...common, time: recipe.time };
  const path = await cachedPart(cache, 'ext4', ext4, (target, folder) => buildExt4(ext4, target, folder));
  return { [key]: path };
}

function xfsPart(xfs: EmptyXfsRecipe, cache: string): Promise<string> {
  return cachedPart(cache, 'xfs', xfs, (path) => buildEmptyXfs(xfs, path));
}
