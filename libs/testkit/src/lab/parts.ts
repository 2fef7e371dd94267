import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { encodeBootConfig } from './boot-config.ts';
import { unpackedPackages } from './debian-packages.ts';
import { BASE_FEATURES, buildExt4, type Ext4Recipe } from './ext4-image.ts';
import { buildFat } from './fat-image.ts';
import { renderGrub } from './grub-config.ts';
import { fixedUuid } from './identifiers.ts';
import { cachedPart } from './part-cache.ts';
import type { PartitionKey } from './partition-types.ts';
import type { ImageRecipe } from './recipe.ts';
import { systemRoot } from './release.ts';
import { file } from './tree.ts';
import { buildVerity, type VerityTable } from './verity.ts';

/** The file of each partition that holds something. Parts built before are taken from the cache. */
export async function buildParts(recipe: ImageRecipe, cache: string): Promise<Partial<Record<PartitionKey, string>>> {
  const [root, esp, privatePart, bios] = await Promise.all([buildRoot(recipe, cache), buildEsp(recipe, cache), buildPrivate(recipe, cache), buildBios(cache)]);
  const { hash, table } = await buildHash(recipe, root, cache);
  const data = recipe.size.layout === 'unified' ? await buildDataFilesystem(recipe, cache) : {};
  return { ...data, BIOS: bios, 'EFI-A': esp, 'BOOT-A': await buildBoot(recipe, table, cache), 'ROOT-A': root, 'HASH-A': hash, PRIVATE: privatePart };
}

export async function buildRoot(recipe: ImageRecipe, cache: string): Promise<string> {
  const { entries, packages, features, debugfs } = recipe.root;
  const unpacked = packages.length === 0 ? { entries: [], inventory: [] } : await unpackedPackages(packages, systemRoot(recipe.release), cache);
  const common = { sizeMib: sizeOf(recipe, 'ROOT-A'), features, shrink: true, label: 'root', debugfs, extended: ['stride=1024', 'stripe_width=1024'] } as const;
  const ext4 = { ...identity(recipe.name, 'root'), ...common, entries: [...unpacked.entries, ...entries] };
  return cachedExt4(cache, ext4, unpacked.inventory);
}

function buildPrivate(recipe: ImageRecipe, cache: string): Promise<string> {
  const entries = [file('/bootconfig.data', encodeBootConfig(recipe.bootConfig)), ...recipe.privateEntries];
  const common = { sizeMib: sizeOf(recipe, 'PRIVATE'), features: [...BASE_FEATURES, 'has_journal'], inodeRatio: 4096, shrink: false, label: 'none' } as const;
  return cachedExt4(cache, { ...identity(recipe.name, 'private'), ...common, entries });
}

function buildBoot(recipe: ImageRecipe, table: VerityTable, cache: string): Promise<string> {
  const grub = file('/grub/grub.cfg', renderGrub(recipe.boot.grub, table), 0o600);
  const { entries, debugfs } = recipe.boot;
  const common = { sizeMib: sizeOf(recipe, 'BOOT-A'), features: BASE_FEATURES, blockSize: 1024, shrink: true, label: 'boot', debugfs } as const;
  return cachedExt4(cache, { ...identity(recipe.name, 'boot'), ...common, entries: [grub, ...entries] });
}

async function buildHash(recipe: ImageRecipe, root: string, cache: string): Promise<{ hash: string; table: VerityTable }> {
  const sizeMib = sizeOf(recipe, 'HASH-A');
  const folder = await cachedPart(cache, 'verity', { root: basename(root), sizeMib, ...recipe.verity }, async (path) => {
    await mkdir(path);
    const table = await buildVerity(recipe.verity, root, join(path, 'hash'), sizeMib);
    await writeFile(join(path, 'table.json'), JSON.stringify(table));
  });
  const table = JSON.parse(await readFile(join(folder, 'table.json'), 'utf8')) as VerityTable;
  return { hash: join(folder, 'hash'), table };
}

function buildEsp(recipe: ImageRecipe, cache: string): Promise<string> {
  const fat = { sizeMib: sizeOf(recipe, 'EFI-A'), files: recipe.esp };
  return cachedPart(cache, 'fat', fat, (path, folder) => buildFat(fat, path, folder));
}

function buildBios(cache: string): Promise<string> {
  const text = 'staticfire lab: stands for GRUB core.img; boots nothing\n';
  return cachedPart(cache, 'bios', text, (path) => writeFile(path, text));
}

function cachedExt4(cache: string, recipe: Ext4Recipe, inventory: readonly unknown[] = []): Promise<string> {
  return cachedPart(cache, 'ext4', [recipe, inventory], (path, folder) => buildExt4(recipe, path, folder));
}

function identity(name: string, part: string) {
  return { uuid: fixedUuid(`${name} ${part}`), hashSeed: fixedUuid(`${name} ${part} hash seed`) };
}

function sizeOf(recipe: ImageRecipe, key: PartitionKey): number {
  const partition = recipe.partitions.find((candidate) => candidate.key === key);
  if (partition === undefined) throw new Error(`recipe ${recipe.name} has no partition ${key}`);
  return partition.sizeMib;
}

/** The data filesystem by its partition; nothing for xfs, which is made at first boot. */
export async function buildDataFilesystem(recipe: ImageRecipe, cache: string): Promise<Partial<Record<PartitionKey, string>>> {
  if (recipe.release.dataFilesystem === 'xfs') return {};
  const sizeMib = recipe.size.layout === 'split' ? recipe.size.dataGib * 1024 - 2 : sizeOf(recipe, 'DATA-A');
  const common = { sizeMib, features: [...BASE_FEATURES, 'has_journal'], reservedPercent: 0, shrink: false, label: 'none', entries: [] } as const;
  const path = await cachedExt4(cache, { ...identity(recipe.name, 'data'), ...common });
  return recipe.size.layout === 'split' ? { 'DATA-B': path } : { 'DATA-A': path };
}
