import type { FactOrigin } from '@staticfire/facts';
import type { Severity, Verdict } from '@staticfire/findings';
import { controlKey, coversRule, type DecidedBy, type Pack, type Rule, type RuleCase, type StatementText, statementText } from '../packs/index.ts';
import { fileOfRule, folderOf } from './pack-place.ts';
import { parametersOf } from './parameters-of.ts';

/** Everything that is known of a rule before any image is opened. Plain data. */
export interface RuleExplanation extends StatementText {
  readonly kind: 'rule';
  readonly id: string;
  readonly title: string;
  /** The title of a failure, with the expressions that fill it. */
  readonly failTitle: string;
  readonly severity: Severity;
  readonly securitySeverity: number;
  readonly decidedBy: DecidedBy;
  readonly rationale: string;
  readonly remediation: string;
  readonly references: Readonly<Record<string, readonly string[]>>;
  readonly reads: readonly FactReading[];
  readonly whenAbsent: Verdict;
  readonly appliesWhen?: string;
  readonly forEach?: { readonly items: string; readonly as: string; readonly subject: string };
  /** The columns of its row, when a table gave it. */
  readonly row?: Readonly<Record<string, unknown>>;
  readonly parameters: readonly ParameterValue[];
  readonly cases: readonly RuleCase[];
  /** `pack/id` of the controls that name it. */
  readonly controls: readonly string[];
  /** `pack/name` of the profiles that select it, themselves or through a control. */
  readonly profiles: readonly string[];
  /** `policies/baseline/rules/files/no-shell.yaml`. */
  readonly file: string;
}

/** A fact that a rule reads. */
export interface FactReading {
  /** Its name in the expressions. */
  readonly variable: string;
  readonly fact: string;
  readonly summary: string;
  /** What the expressions read in it; empty: the fact as a whole. */
  readonly paths: readonly string[];
  readonly origin?: FactOrigin;
}

export interface ParameterValue {
  readonly name: string;
  readonly description: string;
  readonly type: string;
  readonly default: unknown;
  /** What the tailoring sets instead. */
  readonly value?: unknown;
}

/** What an explanation is made with. */
export interface ExplainContext {
  /** All packs that are loaded. */
  readonly packs: readonly Pack[];
  /** Fact → where it comes from. */
  readonly origins?: ReadonlyMap<string, FactOrigin>;
  /** Pack → the parameters that the tailoring sets. */
  readonly parameters?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export function explainRule(rule: Rule, pack: Pack, context: ExplainContext): RuleExplanation {
  const { id, title, severity, securitySeverity, decidedBy, rationale, remediation, references, whenAbsent, appliesWhen, forEach, row, cases } = rule;
  return {
    kind: 'rule',
    id,
    title,
    failTitle: rule.failTitle.source,
    severity,
    securitySeverity,
    decidedBy,
    rationale: rationale.trim(),
    remediation: remediation.trim(),
    references,
    reads: readingsOf(rule, context),
    whenAbsent,
    ...(appliesWhen === undefined ? {} : { appliesWhen: appliesWhen.source }),
    ...(forEach === undefined ? {} : { forEach: { items: forEach.items.source, as: forEach.as, subject: forEach.subject.source } }),
    ...statementText(rule),
    ...(row === undefined ? {} : { row: row.columns }),
    parameters: parameterValues(rule, pack, context),
    cases,
    ...namedBy(id, context.packs),
    file: `${folderOf(pack)}/${fileOfRule(id, row !== undefined)}`,
  };
}

function readingsOf(rule: Rule, { origins }: ExplainContext): readonly FactReading[] {
  const paths = pathsOf(rule);
  return [...rule.facts].map(([variable, { name, summary }]) => {
    const own = paths.filter((path) => path.startsWith(`${variable}.`) || path.startsWith(`${variable}[`)).map((path) => path.slice(variable.length));
    const origin = origins?.get(name);
    return { variable, fact: name, summary, paths: deepest(own).map((path) => path.replace(/^\./, '')), ...(origin === undefined ? {} : { origin }) };
  });
}

/** What the expressions read; what they read in an item, as read in the list that the items are of. */
function pathsOf({ appliesWhen, forEach, assert }: Rule): readonly string[] {
  const outer = [appliesWhen, forEach?.items].flatMap((expression) => expression?.paths ?? []);
  const inner = [forEach?.subject, assert].flatMap((expression) => expression?.paths ?? []);
  const lists = deepest((forEach?.items.paths ?? []).filter((path) => !path.includes('[*]')));
  const item = `${forEach?.as}.`;
  const inList = inner.flatMap((path) => (path.startsWith(item) && lists.length === 1 ? [`${lists[0]}[*].${path.slice(item.length)}`] : [path]));
  return [...new Set([...outer, ...inList])].sort();
}

/** Paths that no other one goes on from. */
function deepest(paths: readonly string[]): readonly string[] {
  return paths.filter((path) => !paths.some((other) => other.startsWith(`${path}.`) || other.startsWith(`${path}[`)));
}

function parameterValues(rule: Rule, pack: Pack, { parameters = {} }: ExplainContext): readonly ParameterValue[] {
  const set = parameters[pack.id] ?? {};
  return parametersOf(rule).map((name) => {
    const { description, type, default: value } = pack.parameters.declarations.get(name)!;
    return { name, description, type, default: value, ...(Object.hasOwn(set, name) ? { value: set[name] } : {}) };
  });
}

function namedBy(ruleId: string, packs: readonly Pack[]): Pick<RuleExplanation, 'controls' | 'profiles'> {
  const controls = packs.flatMap((pack) => pack.controls.filter(({ rules }) => rules.includes(ruleId)).map(({ id }) => controlKey(pack.id, id)));
  const selects = (pack: Pack, profile: Pack['profiles'][number]) =>
    profile.rules.some((word) => coversRule(word, ruleId)) || profile.controls.some((id) => controls.includes(controlKey(pack.id, id)));
  return { controls, profiles: packs.flatMap((pack) => pack.profiles.filter((profile) => selects(pack, profile)).map(({ id }) => id)) };
}
