export { listStatements, type StatementFilter, type StatementKind, statementKinds } from './list-statements.ts';
export { policyCounts } from './policy-counts.ts';
export { defaultTexts, fsUseNames } from './statement-words.ts';
