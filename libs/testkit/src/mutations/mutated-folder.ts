import { existsSync } from 'node:fs';
import { copyFile, mkdir, rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { buildFolder } from '../lab/build-folder.ts';
import { builderDigest, digestOf } from '../lab/digest.ts';
import { partFolder } from '../lab/lab-folder.ts';
import { buildParts } from '../lab/parts.ts';
import { withWorkFolder } from '../lab/work-folder.ts';
import { baseRecipes, mutatedRecipe, mutationFolder, mutationNamed } from './index.ts';

const PARTS = { boot: 'BOOT-A', root: 'ROOT-A', verity: 'HASH-A' } as const;

/** The build output folder of a mutation, in which what it calls stale is of the base; built when it is missing. */
export async function mutatedFolder(name: string): Promise<string> {
  const mutation = mutationNamed(name);
  const { base = 'demo', stale = [] } = mutation;
  const recipe = mutatedRecipe(mutation);
  const path = join(mutationFolder, `folder-${digestOf([await builderDigest(), recipe, stale]).slice(0, 16)}`);
  if (existsSync(path)) return path;
  await mkdir(mutationFolder, { recursive: true });
  await withWorkFolder(mutationFolder, async (folder) => {
    const built = await buildFolder(recipe, join(folder, 'build'), 'raw');
    const before = stale.length === 0 ? {} : await buildParts(baseRecipes[base], partFolder);
    for (const kind of stale) await copyFile(before[PARTS[kind]]!, join(folder, 'build', basename(built[kind]!)));
    await rename(join(folder, 'build'), path);
  });
  return path;
}
