import { ACCESS_RULES, EXTENDED_RULES, type SelinuxPolicy } from '@staticfire/read/formats/selinux-policy';
import { conditionText } from './condition-text.ts';
import { extendedPermissionText } from './extended-permission-text.ts';
import { permissionNames } from './permission-names.ts';
import type { RuleQuery } from './rule-query.ts';
import { KIND_NAMES, RuleText } from './rule-text.ts';
import { type NamedTransition, searchNamedTransitions, searchRules } from './search-rules.ts';
import { WorkBudget } from './work-budget.ts';

/** A rule of the access vector table by names. */
export interface RuleDescription {
  /** As `sesearch` prints it. */
  readonly text: string;
  readonly kind: string;
  readonly source: string;
  readonly target: string;
  readonly class: string;
  /** Of a rule with an access vector, sorted. */
  readonly permissions?: readonly string[];
  /** Of an extended rule. */
  readonly extended?: string;
  /** Of a type rule. */
  readonly newType?: string;
  readonly fileName?: string;
  /** When the rule counts: the expression has this value. */
  readonly condition?: { readonly expression: string; readonly value: boolean };
}

/** Debian's policy has 121 000. */
const MAX_RULES = 500_000;

/** What a search finds, sorted by text in code units; more than 500 000 rules are a LimitError. */
export function describeRules(policy: SelinuxPolicy, query: RuleQuery): RuleDescription[] {
  const text = new RuleText(policy);
  const found = searchRules(policy, query);
  new WorkBudget('rules found', MAX_RULES).spend(found.length);
  const rules = found.map((rule) => describeRule(policy, text, rule));
  const named = searchNamedTransitions(policy, query).map((each) => describeNamed(policy, text, each));
  return [...rules, ...named].sort((a, b) => (a.text < b.text ? -1 : Number(a.text > b.text)));
}

function describeRule(policy: SelinuxPolicy, text: RuleText, rule: number): RuleDescription {
  const { rules, types, classes } = policy;
  const [source, target] = [types.nameOf(rules.source[rule]!), types.nameOf(rules.target[rule]!)];
  const key = { text: text.rule(rule), kind: KIND_NAMES.get(rules.kind[rule]!)!, source, target, class: classes.nameOf(rules.tclass[rule]!) };
  return { ...key, ...dataOf(policy, rule), ...conditionOf(policy, rules.conditional[rule]!) };
}

function dataOf(policy: SelinuxPolicy, rule: number): Pick<RuleDescription, 'permissions' | 'extended' | 'newType'> {
  const { rules, types } = policy;
  const [kind, data] = [rules.kind[rule]!, rules.data[rule]!];
  if ((kind & EXTENDED_RULES) !== 0) return { extended: extendedPermissionText(rules.xperms[data]!) };
  if ((kind & ACCESS_RULES) === 0) return { newType: types.nameOf(data) };
  return { permissions: permissionNames(policy, rules.tclass[rule]!, data) };
}

function conditionOf({ conditionals, booleans }: SelinuxPolicy, conditional: number): Pick<RuleDescription, 'condition'> {
  if (conditional < 0) return {};
  return { condition: { expression: conditionText(conditionals[conditional >> 1]!, booleans), value: conditional % 2 === 0 } };
}

function describeNamed({ types, classes }: SelinuxPolicy, text: RuleText, { transition, source }: NamedTransition): RuleDescription {
  const { target, tclass, newType, name } = transition;
  const key = { text: text.filenameTransition(transition, source), kind: 'type_transition', source: types.nameOf(source), target: types.nameOf(target) };
  return { ...key, class: classes.nameOf(tclass), newType: types.nameOf(newType), fileName: name };
}
