export { findConfiguredPolicy, type PolicyFiles } from './find-configured-policy.ts';
export { readLabelTables } from './read-label-tables.ts';
