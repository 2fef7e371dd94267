export { constraintText, expressionText, isMlsConstraint } from './constraint-text.ts';
export { type ConstraintContexts, holds } from './evaluate-constraint.ts';
