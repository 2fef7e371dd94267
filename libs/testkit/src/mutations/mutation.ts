import type { Verdict } from '@staticfire/findings';
import type { ImageRecipe } from '../lab/recipe.ts';

/** One change to the base image, and the rules of the pack `baseline` whose verdicts it changes. */
export interface Mutation {
  readonly name: string;
  readonly change: (base: ImageRecipe) => ImageRecipe;
  /** Every rule that does not pass any more; all others still pass. */
  readonly expect: Readonly<Record<string, Verdict>>;
}
