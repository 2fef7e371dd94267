import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { buildImage } from '../lab/build-image.ts';
import { builderDigest, digestOf } from '../lab/digest.ts';
import { labFolder } from '../lab/lab-folder.ts';
import type { ImageRecipe } from '../lab/recipe.ts';
import { demo } from '../lab/recipes/demo.ts';
import { withWorkFolder } from '../lab/work-folder.ts';
import { bootMutations } from './boot-mutations.ts';
import { diskMutations } from './disk-mutations.ts';
import { fileMutations } from './file-mutations.ts';
import type { Mutation } from './mutation.ts';
import { releaseMutations } from './release-mutations.ts';
import { verityMutations } from './verity-mutations.ts';

export type { Mutation } from './mutation.ts';

/** The image every mutation starts from; it passes every rule. */
export const baseRecipe: ImageRecipe = demo;

/** Every mutation, by the area of the rules it is meant for. */
export const mutations: readonly Mutation[] = [...diskMutations, ...verityMutations, ...bootMutations, ...releaseMutations, ...fileMutations];

const mutationFolder = join(labFolder, 'mutations');

/** The path of the base image with the named mutation; `base` is the unchanged one. Built when it is missing. */
export async function mutatedImage(name: string): Promise<string> {
  const recipe = name === 'base' ? baseRecipe : mutationNamed(name).change(baseRecipe);
  const path = join(mutationFolder, `${name.replace(/[^\w-]+/g, '-')}-${digestOf([await builderDigest(), recipe]).slice(0, 16)}.img`);
  if (!existsSync(path)) await build(recipe, path);
  return path;
}

async function build(recipe: ImageRecipe, path: string): Promise<void> {
  await mkdir(mutationFolder, { recursive: true });
  await withWorkFolder(mutationFolder, async (folder) => {
    await buildImage(recipe, join(folder, 'image'));
    await rename(join(folder, 'image'), path);
  });
}

function mutationNamed(name: string): Mutation {
  const mutation = mutations.find((candidate) => candidate.name === name);
  if (mutation === undefined) throw new Error(`no mutation is named '${name}'`);
  return mutation;
}
