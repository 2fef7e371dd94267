// What needs no image: apart from the rest, as commands that judge do not load what reads images.
export { factCatalogue } from './catalogue.ts';
export { type EvaluateOptions, evaluateFacts } from './evaluate-facts.ts';
export { loadPolicies, type Pointer, type Policies, type PolicyDocuments, readPointers } from './load-policies.ts';
export { parseFacts } from './validate-facts.ts';
