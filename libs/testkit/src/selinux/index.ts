export { changedPolicy, compiledPolicy } from './changed-policy.ts';
export { type DebianPolicy, debianPolicy } from './debian-policy.ts';
export { compiledVersions, everyStatementPolicy } from './every-statement-policy.ts';
export { libsepolAnswers } from './libsepol-answers.ts';
export type { PolicyRecipe, RuleRecipe } from './policy-recipe.ts';
export { setoolsAnswers } from './setools-answers.ts';
export { smallPolicy } from './small-policy.ts';
export { writePolicy } from './write-policy.ts';
