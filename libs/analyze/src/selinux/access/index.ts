export { AccessCells } from './access-cells.ts';
export type { Access, AccessQuery } from './access-query.ts';
export { AccessRow } from './access-row.ts';
export { type ActiveBranches, activeBranches, type Conditions, isActive } from './active-rules.ts';
export { type AccessDecision, type AccessDenial, type AccessPair, accessVector, decideAccess } from './decide-access.ts';
export { decideRelabel } from './decide-relabel.ts';
export { denialText } from './denial-text.ts';
export { findAccess } from './find-access.ts';
export { type AccessMarks, grantedAccess, rulesOfClasses } from './granted-access.ts';
