import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { buildDataDisk, buildImage, toolsOf } from './build-image.ts';
import { packageInventory } from './debian-packages.ts';
import { builderDigest, digestFile, digestOf, toolVersions } from './digest.ts';
import { labFolder, partFolder } from './lab-folder.ts';
import { type Manifest, readManifest, writeManifest } from './manifest.ts';
import type { ImageRecipe } from './recipe.ts';
import { recipes } from './recipes/index.ts';
import { requireTools } from './run-tool.ts';
import { withWorkFolder } from './work-folder.ts';

const running = new Map<string, Promise<string>>();

/** The path of a lab image, built when it is missing or its recipe has changed. */
export function labImage(name: string, options: { force?: boolean } = {}): Promise<string> {
  const known = running.get(name);
  if (known !== undefined && !options.force) return known;
  const path = buildWhenNeeded(recipeNamed(name), options.force ?? false);
  running.set(name, path);
  return path;
}

/** SHA-256 of a lab image, as its manifest tells; built before. */
export async function imageDigest(name: string): Promise<string> {
  const digest = (await readManifest(manifestPath(recipeNamed(name))))?.files[`${name}.img`];
  if (digest === undefined) throw new Error(`no manifest tells the digest of ${name}.img`);
  return digest;
}

export function recipeNamed(name: string): ImageRecipe {
  const recipe = recipes.get(name);
  if (recipe === undefined) throw new UnknownImageError(name);
  return recipe;
}

/** No lab image has this name. */
export class UnknownImageError extends Error {
  override readonly name = 'UnknownImageError';

  constructor(name: string) {
    super(`no lab image is named '${name}'; there are: ${[...recipes.keys()].join(', ')}`);
  }
}

async function buildWhenNeeded(recipe: ImageRecipe, force: boolean): Promise<string> {
  requireTools(toolsOf(recipe));
  const path = join(labFolder, `${recipe.name}.img`);
  const digest = digestOf([await builderDigest(), recipe]);
  const manifest = await readManifest(manifestPath(recipe));
  const isCurrent = manifest?.recipe === digest && Object.keys(manifest.files).every((name) => existsSync(join(labFolder, name)));
  if (force || !isCurrent) await build(recipe, digest, force);
  return path;
}

async function build(recipe: ImageRecipe, digest: string, force: boolean): Promise<void> {
  await mkdir(labFolder, { recursive: true });
  const files: Record<string, string> = {};
  await withWorkFolder(labFolder, async (folder) => {
    const cache = force ? join(folder, 'parts') : partFolder;
    for (const [name, make] of outputs(recipe)) {
      await make(recipe, join(folder, name), cache);
      files[name] = await digestFile(join(folder, name));
      await moveUnlessSame(join(folder, name), join(labFolder, name), files[name]);
    }
    await writeManifest(manifestPath(recipe), await describe(recipe, digest, files, cache));
  });
}

/** Another process may have built the same image meanwhile and be scanning it: the file is not replaced by its like. */
async function moveUnlessSame(built: string, target: string, digest: string): Promise<void> {
  if (existsSync(target) && (await digestFile(target)) === digest) return;
  await rename(built, target);
}

async function describe(recipe: ImageRecipe, digest: string, files: Record<string, string>, cache: string): Promise<Manifest> {
  const packages = await packageInventory(recipe.root.packages, cache);
  return { name: recipe.name, about: recipe.about, recipe: digest, files, packages, tools: await toolVersions() };
}

function outputs(recipe: ImageRecipe): [string, typeof buildImage][] {
  const osDisk: [string, typeof buildImage] = [`${recipe.name}.img`, buildImage];
  return recipe.withDataDisk ? [osDisk, [`${recipe.name}-data.img`, buildDataDisk]] : [osDisk];
}

export function manifestPath(recipe: ImageRecipe): string {
  return join(labFolder, `${recipe.name}.json`);
}
