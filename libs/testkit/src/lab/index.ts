export { buildDataDisk, buildImage, LAB_TOOLS } from './build-image.ts';
export { labImage, recipeNamed } from './lab-image.ts';
export type { ImageRecipe, Patch } from './recipe.ts';
export { recipes } from './recipes/index.ts';
