export { accessVectors } from './access-vectors.ts';
export { AssertionScope, marked } from './assertion-scope.ts';
export { compareSet } from './compare-set.ts';
export type { AccessSet, Leniency, NameSet, SetExpectation } from './set-expectation.ts';
