export { conditionText } from './condition-text.ts';
export { contextText, levelText, rangeText } from './context-text.ts';
export { permissionNames } from './permission-names.ts';
export { describeRules, type RuleDescription } from './rule-description.ts';
export { type RangeQuery, type RoleQuery, type RuleQuery, searchedKinds, UnknownSymbolError } from './rule-query.ts';
export { RuleText } from './rule-text.ts';
export { type NamedTransition, searchNamedTransitions, searchRules } from './search-rules.ts';
export { rangeTransitionText, roleAllowText, roleTransitionText, searchText } from './search-text.ts';
export { searchRangeTransitions, searchRoleAllows, searchRoleTransitions } from './search-transitions.ts';
