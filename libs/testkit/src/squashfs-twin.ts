import { buildImage } from './lab/build-image.ts';
import { partFolder } from './lab/lab-folder.ts';
import { recipeNamed } from './lab/lab-image.ts';
import { cachedPart } from './lab/part-cache.ts';
import type { ImageRecipe } from './lab/recipe.ts';

export type SquashfsCompressor = 'gzip' | 'xz' | 'lz4' | 'zstd';

export const squashfsCompressors: readonly SquashfsCompressor[] = ['gzip', 'xz', 'lz4', 'zstd'];

/** The recipe of a lab image with its ROOT on squashfs: the same files with a hash tree of their own. */
export function squashfsTwin(name: string, compressor: SquashfsCompressor): ImageRecipe {
  const { root, ...recipe } = recipeNamed(name);
  return {
    ...recipe,
    name: `${name}-squashfs-${compressor}`,
    root: { ...root, filesystem: 'squashfs', erofsFlags: [], squashfsFlags: ['-comp', compressor] },
  };
}

/** The path of its image, built beside the parts of lab images when it is not there. */
export function squashfsTwinImage(name: string, compressor: SquashfsCompressor): Promise<string> {
  const recipe = squashfsTwin(name, compressor);
  return cachedPart(partFolder, recipe.name, recipe, (path) => buildImage(recipe, path));
}
