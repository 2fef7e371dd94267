export type { Expression, Outcome, Variables } from './expression/expression.ts';
export type { FactTypes } from './expression/fact-types.ts';
export { StepBudget } from './expression/step-budget.ts';
export { loadPacks } from './load-packs.ts';
export type { Pack, Rule, RuleCase } from './pack.ts';
export { type PackFile, parsePackDocument } from './pack-document.ts';
export { PackLoadError, type PackProblem } from './pack-problem.ts';
