import type { ImageRecipe } from '../recipe.ts';
import { demo } from './demo.ts';
import { k8s } from './k8s.ts';
import { large } from './large.ts';

/** The lab images by name, in the order `--list` prints them. */
export const recipes: ReadonlyMap<string, ImageRecipe> = new Map([demo, k8s, large].map((recipe) => [recipe.name, recipe]));
