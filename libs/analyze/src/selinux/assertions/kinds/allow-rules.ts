import { activeBranches, isActive } from '../../access/index.ts';
import { searchRules } from '../../search-rules.ts';
import { WorkBudget } from '../../work-budget.ts';
import { kindSchema, nameSchema, namesSchema, rulesSchema } from '../schema-parts.ts';
import type { AssertionScope, Leniency } from '../scope/index.ts';
import type { ViolationDraft } from '../violation-list.ts';
import { askedSchema, checkAsked, type FoundRule, judgeRules, type RuleEndNames, ruleEndSchemas } from './rule-ends.ts';

/**
 * Rule by rule, as `assert_te` of setools' sechecker has it: the allow rules that match the question are about what is expected or exempt, and no others.
 * `missing: ok` is about exemptions alone: what is asked for or expected has to be defined.
 */
export interface AllowRulesAssertion extends Leniency, RuleEndNames {
  readonly assert: 'allow_rules';
  /** A type, alias or attribute; rules match that are about one of its types. */
  readonly source?: string;
  readonly target?: string;
  /** Any of them. */
  readonly classes?: readonly string[];
  readonly permissions?: readonly string[];
  /** Which conditional rules count; `any` unless given. */
  readonly rules?: 'any' | 'default';
}

export const allowRulesSchema = {
  ...kindSchema(
    'allow_rules',
    {
      source: nameSchema('a type or attribute'),
      target: nameSchema('a type or attribute'),
      classes: namesSchema('any of these classes'),
      permissions: namesSchema('any of these permissions'),
      rules: rulesSchema,
      ...ruleEndSchemas,
    },
    [],
  ),
  ...askedSchema(['source', 'target', 'classes', 'permissions']),
};

const MAX_STEPS = 100_000_000;

export function decideAllowRules(scope: AssertionScope, assertion: AllowRulesAssertion): ViolationDraft[] {
  const { exempt_source = [], exempt_target = [], expect_source = [], expect_target = [] } = assertion;
  const strict = scope.strict();
  const sources = { expected: strict.exempted(expect_source), exempt: scope.exempted(exempt_source) };
  const targets = { expected: strict.exempted(expect_target), exempt: scope.exempted(exempt_target) };
  return judgeRules(findRules(scope, assertion), sources, targets, scope.policy.types);
}

function findRules(scope: AssertionScope, assertion: AllowRulesAssertion): FoundRule[] {
  const { source, target, classes, permissions, rules: conditions = 'any' } = assertion;
  checkAsked('allow_rules', [source, target, classes, permissions]);
  for (const [field, name] of Object.entries({ source, target })) if (name !== undefined && !scope.strict().exempted([name]).includes(1)) scope.empty(field);
  const names = { ...(source === undefined ? {} : { source }), ...(target === undefined ? {} : { target }) };
  const what = { ...(classes === undefined ? {} : { classes }), ...(permissions === undefined ? {} : { permissions }) };
  const { policy } = scope;
  const branches = activeBranches(policy, conditions);
  const found = searchRules(policy, { kinds: ['allow'], ...names, ...what }).filter((rule) => isActive(branches, policy.rules.conditional[rule]!));
  const budget = new WorkBudget('rules of allow_rules', MAX_STEPS);
  return found.map((rule) => {
    const [sources, targets] = [policy.attributeMap.membersOf(policy.rules.source[rule]!), policy.attributeMap.membersOf(policy.rules.target[rule]!)];
    budget.spend(1 + sources.length + targets.length);
    return { sources, targets, violation: () => violationOf(scope, rule) };
  });
}

function violationOf(scope: AssertionScope, rule: number): Omit<ViolationDraft, 'message'> {
  const { types, classes, rules } = scope.policy;
  const ends = { source: rules.source[rule]!, target: rules.target[rule]! };
  const tclass = rules.tclass[rule]!;
  const subject = `${types.nameOf(ends.source)} ${types.nameOf(ends.target)}:${classes.nameOf(tclass)}`;
  const named = Object.entries(ends).filter(([, value]) => !types.at(value)!.isAttribute);
  return {
    subject,
    ...Object.fromEntries(named.map(([end, value]) => [end, types.nameOf(value)])),
    class: classes.nameOf(tclass),
    permissions: scope.permissions(tclass, rules.data[rule]!),
    rules: () => scope.ruleTexts([rule]),
  };
}
