export { decideGate } from './gate/decide-gate.ts';
export { loadPacks, type Pack, type PackFile, PackLoadError, type PackProblem, type Rule } from './packs/index.ts';
export { type CheckedCase, checkCases } from './rules/check-cases.ts';
export { type EvaluateOptions, type Evaluation, evaluate } from './rules/evaluate.ts';
