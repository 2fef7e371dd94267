export { derivations, derivedFacts } from './derivations.ts';
export { derive } from './derive.ts';
