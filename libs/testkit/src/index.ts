export { type HostileInput, hostileInputs } from './hostile/index.ts';
export { buildDataDisk, buildImage } from './lab/build-image.ts';
export { labImage } from './lab/lab-image.ts';
export type { ImageRecipe, Patch } from './lab/recipe.ts';
export { recipes } from './lab/recipes/index.ts';
export { type Mutation, mutatedImage, mutations } from './mutations/index.ts';
export { describeOracle } from './oracle.ts';
export { type OracleTool, oracleTools, toolsFor } from './oracle-tools.ts';
export { missingPackages, toolPath } from './tool-path.ts';
