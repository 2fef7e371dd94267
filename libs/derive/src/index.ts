export { derivations, derivedFacts, derivedFrom } from './derivations.ts';
export { derive } from './derive.ts';
