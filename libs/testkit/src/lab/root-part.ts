import { copyFile, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { unpackedPackages } from './debian-packages.ts';
import { buildErofs, type ErofsRecipe } from './erofs-image.ts';
import { buildExt4, type Ext4Recipe } from './ext4-image.ts';
import { cachedPart } from './part-cache.ts';
import { sizeOf } from './partition-plan.ts';
import { patchImage } from './patch-image.ts';
import type { ImageRecipe, RootRecipe } from './recipe.ts';
import { systemRoot } from './release.ts';
import { compilePolicy } from './selinux-policy.ts';
import { buildSquashfs, type SquashfsRecipe } from './squashfs-image.ts';
import type { TreeEntry } from './tree.ts';

const BUILDERS = { ext4: rootExt4, erofs: rootErofs, squashfs: rootSquashfs } as const;

/** The file with ROOT's filesystem. */
export async function buildRoot(recipe: ImageRecipe, cache: string): Promise<string> {
  const { packages } = recipe.root;
  const unpacked = packages.length === 0 ? { entries: [], inventory: [] } : await unpackedPackages(packages, systemRoot(recipe.release), cache);
  const all = [...unpacked.entries, ...recipe.root.entries];
  // One after another: what is made of the same sources is compiled once.
  const entries: TreeEntry[] = [];
  for (const entry of all) entries.push(await withPolicy(entry, cache));
  return patched(await BUILDERS[recipe.root.filesystem](recipe, entries, unpacked.inventory, cache), recipe.root.patches, cache);
}

async function patched(root: string, patches: RootRecipe['patches'], cache: string): Promise<string> {
  if (patches.length === 0) return root;
  return cachedPart(cache, 'patched', [basename(root), patches], async (path) => {
    await copyFile(root, path);
    await patchImage(
      path,
      [],
      patches.map((patch) => ({ ...patch, at: 'disk' })),
    );
  });
}

function rootExt4(recipe: ImageRecipe, entries: readonly TreeEntry[], inventory: readonly unknown[], cache: string): Promise<string> {
  const { features, debugfs } = recipe.root;
  const common = {
    sizeMib: sizeOf(recipe.partitions, 'ROOT-A'),
    features,
    shrink: true,
    labels: recipe.release.policyEra,
    debugfs,
    extended: ['stride=1024', 'stripe_width=1024'],
  } as const;
  const ext4: Ext4Recipe = { ...recipe.filesystemIds.root, ...common, time: recipe.time, entries };
  return cachedPart(cache, 'ext4', [ext4, inventory], (path, folder) => buildExt4(ext4, path, folder));
}

function rootErofs(recipe: ImageRecipe, entries: readonly TreeEntry[], inventory: readonly unknown[], cache: string): Promise<string> {
  if (recipe.root.debugfs.length > 0) throw new Error(`${recipe.name}: debugfs cannot change an EROFS root`);
  const erofs: ErofsRecipe = {
    flags: recipe.root.erofsFlags,
    uuid: recipe.filesystemIds.root.uuid,
    time: recipe.time,
    labels: recipe.release.policyEra,
    entries,
  };
  return cachedPart(cache, 'erofs', [erofs, inventory], (path, folder) => buildErofs(erofs, path, folder));
}

function rootSquashfs(recipe: ImageRecipe, entries: readonly TreeEntry[], inventory: readonly unknown[], cache: string): Promise<string> {
  if (recipe.root.debugfs.length > 0) throw new Error(`${recipe.name}: debugfs cannot change a squashfs root`);
  const squashfs: SquashfsRecipe = { flags: recipe.root.squashfsFlags ?? [], time: recipe.time, labels: recipe.release.policyEra, entries };
  return cachedPart(cache, 'squashfs', [squashfs, inventory], (path, folder) => buildSquashfs(squashfs, path, folder));
}

async function withPolicy(entry: TreeEntry, cache: string): Promise<TreeEntry> {
  if (entry.compiled === undefined) return entry;
  const { cil, version, checked, output, resizedBy = 0 } = entry.compiled;
  const source = (await compilePolicy(cil, version, cache, { checked }))[output];
  if (resizedBy === 0) return { ...entry, source };
  const bytes = await readFile(source);
  return { ...entry, content: Buffer.concat([bytes.subarray(0, bytes.length + Math.min(0, resizedBy)), Buffer.alloc(Math.max(0, resizedBy))]) };
}
