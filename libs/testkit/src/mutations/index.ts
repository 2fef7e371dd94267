import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { buildImage } from '../lab/build-image.ts';
import { builderDigest, digestOf } from '../lab/digest.ts';
import { labFolder } from '../lab/lab-folder.ts';
import type { ImageRecipe } from '../lab/recipe.ts';
import { demo } from '../lab/recipes/demo.ts';
import { demo2026, demoUki, fips2026, k8s2026, k8s2026Arm, uki2026 } from '../lab/recipes/images-2026.ts';
import { withWorkFolder } from '../lab/work-folder.ts';
import { accountsMutations } from './accounts-mutations.ts';
import { artifactMutations } from './artifact-mutations.ts';
import { baselineMutations } from './baseline-mutations.ts';
import { bootMutations } from './boot-mutations.ts';
import { bootConfigMutations } from './bootconfig-mutations.ts';
import { buildMutations } from './build-mutations.ts';
import { chainMutations } from './chain-mutations.ts';
import { diskMutations } from './disk-mutations.ts';
import { fileMutations } from './file-mutations.ts';
import { fipsMutations } from './fips-mutations.ts';
import { hardeningMutations } from './hardening-mutations.ts';
import { kernelMutations } from './kernel-mutations.ts';
import { kubeletMutations } from './kubelet-mutations.ts';
import { kubernetesMutations } from './kubernetes-mutations.ts';
import type { Mutation, MutationBase } from './mutation.ts';
import { nodeMutations } from './node-mutations.ts';
import { programsMutations } from './programs-mutations.ts';
import { promiseMutations } from './promise-mutations.ts';
import { releaseMutations } from './release-mutations.ts';
import { secretsMutations } from './secrets-mutations.ts';
import { selinuxMutations } from './selinux-mutations.ts';
import { settingsMutations } from './settings-mutations.ts';
import { signingMutations } from './signing-mutations.ts';
import { trustMutations } from './trust-mutations.ts';
import { unitFactMutations } from './unit-fact-mutations.ts';
import { unitMutations } from './unit-mutations.ts';
import { verityMutations } from './verity-mutations.ts';

export type { Mutation, MutationBase } from './mutation.ts';

/** The image that mutations of the classic era start from; it passes every rule. */
export const baseRecipe: ImageRecipe = demo;

/** The images that mutations start from, by the name that `Mutation.base` gives; each passes every rule. */
export const baseRecipes: Readonly<Record<MutationBase, ImageRecipe>> = {
  demo,
  'k8s-2026': k8s2026,
  'k8s-2026-arm': k8s2026Arm,
  'uki-2026': uki2026,
  'demo-2026': demo2026,
  'demo-uki': demoUki,
  'fips-2026': { ...fips2026, archives: [] },
};

/** Every mutation, by the area of the rules it is meant for. */
export const mutations: readonly Mutation[] = [
  ...diskMutations,
  ...artifactMutations,
  ...verityMutations,
  ...bootMutations,
  ...bootConfigMutations,
  ...chainMutations,
  ...buildMutations,
  ...signingMutations,
  ...nodeMutations,
  ...selinuxMutations,
  ...releaseMutations,
  ...fileMutations,
  ...settingsMutations,
  ...kubernetesMutations,
  ...kubeletMutations,
  ...unitMutations,
  ...trustMutations,
  ...secretsMutations,
  ...kernelMutations,
  ...accountsMutations,
  ...programsMutations,
  ...unitFactMutations,
  ...hardeningMutations,
  ...baselineMutations,
  ...promiseMutations,
  ...fipsMutations,
];

export const mutationFolder = join(labFolder, 'mutations');

/**
 * The path of a mutation's base image with the named mutation; built when it is missing. `base` is the unchanged image of the
 * name given, which only that needs.
 */
export async function mutatedImage(name: string, base: MutationBase = 'demo'): Promise<string> {
  const recipe = name === 'base' ? baseRecipes[base] : mutatedRecipe(mutationNamed(name));
  const title = name === 'base' ? `base-${base}` : name;
  const path = join(mutationFolder, `${title.replace(/[^\w-]+/g, '-')}-${digestOf([await builderDigest(), recipe]).slice(0, 16)}.img`);
  if (!existsSync(path)) await build(recipe, path);
  return path;
}

/** The recipe of a mutation: its base, changed. */
export function mutatedRecipe({ base = 'demo', change }: Mutation): ImageRecipe {
  return change(baseRecipes[base]);
}

async function build(recipe: ImageRecipe, path: string): Promise<void> {
  await mkdir(mutationFolder, { recursive: true });
  await withWorkFolder(mutationFolder, async (folder) => {
    await buildImage(recipe, join(folder, 'image'));
    await rename(join(folder, 'image'), path);
  });
}

export function mutationNamed(name: string): Mutation {
  const mutation = mutations.find((candidate) => candidate.name === name);
  if (mutation === undefined) throw new Error(`no mutation is named '${name}'`);
  return mutation;
}
