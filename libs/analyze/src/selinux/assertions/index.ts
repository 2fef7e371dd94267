export type { SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
export type { AssertionKind, PolicyAssertion } from './assertion.ts';
export type { AssertionData, ClassMaps, ClassTable, LabelData, LabelledExecutables, UnreadableElement, WrongLabel } from './assertion-data.ts';
export { EmptyAssertionError, MissingDataError, MissingEvidenceError } from './assertion-errors.ts';
export { assertionSchema, classMapsSchema } from './assertion-schema.ts';
export { decideAssertion } from './decide-assertion.ts';
export { type EvidenceFile, type ModuleEvidence, moduleEvidence, readModules, readPolicy } from './read-evidence.ts';
export { describeUndecided, type Undecided } from './undecided.ts';
export type { AssertionVerdict, Violation } from './violation.ts';
