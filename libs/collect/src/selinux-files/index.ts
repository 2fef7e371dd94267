export { findConfiguredPolicy, type PolicyFiles } from './find-configured-policy.ts';
export { type CilModuleFile, readCilModules } from './read-cil-modules.ts';
export { readLabelTables } from './read-label-tables.ts';
