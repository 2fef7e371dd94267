export { type CheckedEntry, checkLabels, type LabelCheck, type LabelDifference, type LabelKnowledge } from './check-labels.ts';
export type { FileContextsFile, FileContextTables } from './file-context-tables.ts';
export type { LookupLimits } from './look-up-in-worker.ts';
export { type LabelAnswer, type LabelLookup, lookUpLabels } from './look-up-labels.ts';
