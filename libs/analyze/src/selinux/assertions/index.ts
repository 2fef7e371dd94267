export type { AssertionKind, PolicyAssertion } from './assertion.ts';
export type { AssertionData, ClassMaps, ClassTable } from './assertion-data.ts';
export { EmptyAssertionError, MissingDataError } from './assertion-errors.ts';
export { assertionSchema, classMapsSchema } from './assertion-schema.ts';
export { decideAssertion } from './decide-assertion.ts';
export type { AssertionVerdict, Violation } from './violation.ts';
