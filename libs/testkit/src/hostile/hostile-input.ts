import { buildImage } from '../lab/build-image.ts';
import type { ImageRecipe } from '../lab/recipe.ts';
import { baseRecipes, type MutationBase } from '../mutations/index.ts';

/** A bad input, and how the scanner must end on it. */
export interface HostileInput {
  readonly name: string;
  /** Makes the input at `path`. */
  readonly make: (path: string) => Promise<void>;
  /** Exit codes that are right. Never 0 and never 70 unless said here. */
  readonly exitCodes: readonly number[];
  /** Words of which each must be on stderr or in the report, in any case. */
  readonly words: readonly string[];
}

/** Builds a base image after a change of its recipe. */
export function changed(change: (base: ImageRecipe) => ImageRecipe, base: MutationBase = 'demo'): (path: string) => Promise<void> {
  return (path) => buildImage(change(baseRecipes[base]), path);
}
