export { comparePolicies, differenceSections } from './compare-policies.ts';
export type { DifferenceEntry, SectionDifference } from './section-difference.ts';
