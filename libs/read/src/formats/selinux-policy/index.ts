export { assemblePolicy, type PolicyParts } from './assemble-policy.ts';
export type { AttributeMap } from './attribute-map.ts';
export {
  type ConstraintNode,
  type ConstraintTypeSet,
  constraintAttributes,
  constraintNodes,
  constraintOperators,
  type SelinuxConstraint,
} from './constraint.ts';
export { Ebitmap } from './ebitmap.ts';
export { initialSidName } from './initial-sids.ts';
export type {
  FsUse,
  GenfsContext,
  InfinibandPartitionContext,
  InfinibandPortContext,
  InitialSid,
  NamedContexts,
  NodeContext,
  ObjectContexts,
  PortContext,
} from './object-contexts.ts';
export { MAX_POLICY_LENGTH, parseSelinuxPolicy } from './parse-policy.ts';
export type { SelinuxPolicy } from './policy.ts';
export { policyCapabilityBit, policyCapabilityName } from './policy-capabilities.ts';
export { readSelinuxPolicyHeader, type SelinuxPolicyHeader, startsAsSelinuxBinary } from './policy-header.ts';
export type { RuleIndex } from './rules/rule-index.ts';
export { ACCESS_RULES, EXTENDED_RULES, type RuleKind, ruleKinds, TYPE_RULES } from './rules/rule-kind.ts';
export { type Conditional, type ConditionalNode, conditionalOperators, type ExtendedPermissions, extendedKinds, type RuleTable } from './rules/rule-table.ts';
export type { RuleRecord } from './rules/rule-table-builder.ts';
export type { MlsLevel, MlsRange, SecurityContext } from './security-context.ts';
export type { SymbolTable } from './symbol-table.ts';
export type {
  SelinuxBoolean,
  SelinuxCategory,
  SelinuxClass,
  SelinuxCommon,
  SelinuxDefaults,
  SelinuxPermission,
  SelinuxRole,
  SelinuxSensitivity,
  SelinuxSymbol,
  SelinuxType,
  SelinuxUser,
} from './symbols.ts';
export type { FilenameTransition, RangeTransition, RoleAllow, RoleTransition } from './transitions.ts';
