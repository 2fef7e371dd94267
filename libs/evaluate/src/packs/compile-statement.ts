import type { FactDeclaration } from '@staticfire/facts';
import type { Expression } from './expression/expression.ts';
import type { ExpressionRule, SelinuxRule } from './pack.ts';
import type { PackContext } from './pack-context.ts';
import type { RuleChecks, VariableTypes } from './rule-checks.ts';
import type { RuleText } from './rule-text.ts';
import { ASSERTION_FACTS, POLICY_FACT, refusalOf, violationRecord } from './selinux-statement.ts';

/** What a rule says of its facts. */
export interface CompiledStatement {
  readonly parts: Pick<ExpressionRule, 'assert' | 'forEach'> | Pick<SelinuxRule, 'selinux'>;
}

/** What the rest of the rule is compiled with, also when the statement has problems. */
export interface StatementScope {
  readonly statement: CompiledStatement | undefined;
  /** What the failTitle may use. */
  readonly variables: VariableTypes;
  /** Expressions that use facts; `undefined` for those that have problems. */
  readonly expressions: readonly (Expression | undefined)[];
  /** Facts that are used without an expression. */
  readonly used: readonly string[];
}

/** Compiles what stands behind `assert` (and `forEach`) or `selinux`; problems are reported. */
export function compileStatement(text: RuleText, checks: RuleChecks, variables: VariableTypes, facts: ReadonlyMap<string, FactDeclaration>, pack: PackContext) {
  if (text.selinux === undefined) return compileAssert(text, checks, variables);
  return compileSelinux(text, checks, variables, facts, pack);
}

function compileAssert(text: RuleText, checks: RuleChecks, variables: VariableTypes): StatementScope {
  const loop = text.forEach === undefined ? undefined : checks.loop(text, variables);
  const inner = loop?.variables ?? variables;
  if (text.assert === undefined)
    checks.report([], 'what has to be true is missing: assert, or selinux for a policy', { example: 'assert: table.options == []' });
  const assert = text.assert === undefined ? undefined : checks.expression(['assert'], text.assert, inner, 'bool');
  const forEach = loop?.items === undefined || loop.subject === undefined ? {} : { forEach: { items: loop.items, as: text.as!, subject: loop.subject } };
  return {
    statement: assert === undefined ? undefined : { parts: { assert, ...forEach } },
    variables: inner,
    expressions: [assert, loop?.items, loop?.subject],
    used: [],
  };
}

function compileSelinux(
  text: RuleText,
  checks: RuleChecks,
  variables: VariableTypes,
  facts: ReadonlyMap<string, FactDeclaration>,
  { classMaps }: PackContext,
): StatementScope {
  const assertions = text.selinux!;
  for (const key of ['assert', 'forEach'] as const) if (text[key] !== undefined) checks.report([key], `a rule with selinux has no ${key}`);
  const names = new Set([...facts.values()].map(({ name }) => name));
  if (!names.has(POLICY_FACT)) checks.report(['facts'], `a rule with selinux names the fact ${POLICY_FACT}`, { example: `facts: { policy: ${POLICY_FACT} }` });
  for (const [index, assertion] of assertions.entries()) {
    const kind = assertion.assert;
    const refused = refusalOf(assertion);
    if (refused !== undefined) checks.report(['selinux', index, 'assert'], `no rule can say ${kind}: ${refused}`);
    const needed = ASSERTION_FACTS[kind];
    if (needed !== undefined && !names.has(needed)) checks.report(['facts'], `${kind} looks into the fact ${needed}; name it here`);
  }
  return {
    statement: { parts: { selinux: { assertions, classMaps } } },
    variables: new Map([...variables, ['violation', violationRecord.name]]),
    expressions: [],
    used: [POLICY_FACT, ...assertions.flatMap(({ assert: kind }) => ASSERTION_FACTS[kind] ?? [])],
  };
}
