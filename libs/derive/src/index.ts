export { derivedFacts } from './declarations.ts';
