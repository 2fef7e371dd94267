export { type CheckedEntry, checkLabels, type LabelCheck, LabelChecks, type LabelDifference, type LabelKnowledge, labelText } from './check-labels.ts';
export type { FileContextsFile, FileContextTables } from './file-context-tables.ts';
export type { LabelAnswer, LabelLookup } from './label-answer.ts';
export { LabelTable } from './label-table.ts';
export type { LookupLimits } from './look-up-in-worker.ts';
export { lookUpLabels } from './look-up-labels.ts';
export { findTableProblems } from './table-problems.ts';
