export { readSechecker, type SecheckerCheck, type SecheckerChecks } from './read-sechecker.ts';
