import { growthImage } from './growth-image.ts';
import { recipeNamed } from './lab/lab-image.ts';
import type { ImageRecipe } from './lab/recipe.ts';

export type SquashfsCompressor = 'gzip' | 'xz' | 'lz4' | 'zstd';

/** A lab image, and the same with its ROOT on squashfs: the same files with a hash tree of their own. Paths below `folder`, built when they are not there. */
export async function squashfsTwins(name: string, compressor: SquashfsCompressor, folder: string): Promise<{ original: string; twin: string }> {
  const recipe = recipeNamed(name);
  return { original: await growthImage(recipe, folder), twin: await growthImage(onSquashfs(recipe, ['-comp', compressor]), folder) };
}

function onSquashfs(recipe: ImageRecipe, flags: readonly string[]): ImageRecipe {
  return { ...recipe, root: { ...recipe.root, filesystem: 'squashfs', erofsFlags: [], squashfsFlags: flags } };
}
