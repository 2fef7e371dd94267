import { type CompiledStatement, compileStatement } from './compile-statement.ts';
import type { Message } from './expression/message.ts';
import type { Rule, RuleCase } from './pack.ts';
import type { PackContext } from './pack-context.ts';
import type { PackDocument } from './pack-document.ts';
import { RuleChecks } from './rule-checks.ts';
import type { CaseText, RuleText } from './rule-text.ts';

/** What a table adds: the type of `row`, and which of its columns are lists. */
export interface RowVariables {
  readonly type: string;
  /** `row.<column>` of columns that texts show with commas. */
  readonly joined: ReadonlySet<string>;
}

/** A rule without a name: what its rows share when it is the template of a table. */
export interface RuleTemplate {
  readonly parts: Pick<Rule, 'facts' | 'decidedBy' | 'whenAbsent' | 'appliesWhen' | 'readsDay'> & CompiledStatement['parts'];
  readonly failTitle: Message;
  readonly cases: Rule['cases'];
  /** Compiles the failTitle of a row. */
  message(path: readonly (string | number)[], source: string): Message | undefined;
}

/** Variables that every expression may use beside its facts. */
const AMBIENT = new Map([
  ['mode', 'string'],
  ['today', 'string'],
]);
const TODAY = /\btoday\b/;
/** Lists that texts show with commas, outside of tables. */
const JOINED: ReadonlySet<string> = new Set(['violation.permissions']);

/** Compiles a schema-checked rule file; undefined when there are problems. */
export function compileRule(id: string, document: PackDocument, pack: PackContext): Rule | undefined {
  const template = compileTemplate(document, pack);
  if (template === undefined) return undefined;
  const { title, severity, securitySeverity, rationale, remediation, references } = document.value as RuleText;
  const { failTitle, parts, cases } = template;
  return { id, title, failTitle, severity, securitySeverity, rationale, remediation, references, ...parts, cases };
}

/** A case that names several rows is one for each. */
function casesOf({ row, ...each }: CaseText): readonly RuleCase[] {
  const whole = { given: {}, mode: 'release' as const, ...each };
  return row === undefined ? [whole] : [row].flat().map((name) => ({ ...whole, row: name }));
}

/** Compiles what a rule file or a table says of facts; undefined when there are problems. */
export function compileTemplate(document: PackDocument, pack: PackContext, row?: RowVariables): RuleTemplate | undefined {
  const before = pack.problems.length;
  const checks = new RuleChecks(document, pack);
  const text = document.value as RuleText;
  checks.severity([], text);
  checks.caseKinds(text);
  checks.caseNames(text);
  if (row === undefined) checks.casesWithoutRow(text);
  const facts = checks.facts(text.facts);
  if (facts === undefined) return undefined;
  const reserved = new Map([...AMBIENT, ...pack.parameters.variables, ...(row === undefined ? [] : [['row', row.type] as const])]);
  for (const variable of facts.keys())
    if (reserved.has(variable)) checks.report(['facts', variable], `${variable} has a meaning of its own; take another name`);
  const variables = new Map([...reserved, ...[...facts].map(([name, fact]) => [name, pack.compiler.types.typeOf(fact.name)] as const)]);
  const appliesWhen = text.appliesWhen === undefined ? undefined : checks.expression(['appliesWhen'], text.appliesWhen, variables, 'bool');
  const { statement, ...scope } = compileStatement(text, checks, variables, facts, pack);
  const message = (path: readonly (string | number)[], source: string) => checks.message(path, source, scope.variables, row?.joined ?? JOINED);
  const failTitle = message(['failTitle'], text.failTitle);
  if (statement !== undefined) checks.unused([...scope.expressions, appliesWhen], facts, scope.used);
  if (pack.problems.length > before || statement === undefined || failTitle === undefined) return undefined;
  const { decidedBy = 'image', whenAbsent } = text;
  return {
    parts: { facts, decidedBy, whenAbsent, readsDay: readsDay(text), ...(appliesWhen === undefined ? {} : { appliesWhen }), ...statement.parts },
    failTitle,
    cases: text.cases.flatMap(casesOf),
    message,
  };
}

function readsDay({ appliesWhen, assert, forEach, subject, failTitle }: RuleText): boolean {
  return [appliesWhen, assert, forEach, subject, failTitle].some((source) => source?.includes('today') && TODAY.test(source));
}
