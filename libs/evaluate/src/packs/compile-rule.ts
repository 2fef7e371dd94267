import type { FactDeclaration } from '@staticfire/facts';
import type { Severity } from '@staticfire/findings';
import type { Expression, ExpressionCompiler } from './expression/expression.ts';
import type { ExpressionProblem } from './expression/lint-expression.ts';
import { compileMessage, type Message } from './expression/message.ts';
import type { Rule, RuleCase } from './pack.ts';
import type { PackDocument, YamlPath } from './pack-document.ts';
import type { PackProblem } from './pack-problem.ts';

/** A rule file as its schema admits it. */
export interface RuleText extends Omit<Rule, 'id' | 'failTitle' | 'facts' | 'appliesWhen' | 'assert' | 'forEach' | 'cases'> {
  readonly failTitle: string;
  readonly facts: Readonly<Record<string, string>>;
  readonly appliesWhen?: string;
  readonly assert: string;
  readonly forEach?: string;
  readonly as?: string;
  readonly subject?: string;
  readonly cases: readonly (Omit<RuleCase, 'given' | 'mode'> & Partial<Pick<RuleCase, 'given' | 'mode'>>)[];
}

/** Bands of GitHub's security-severity. */
const SEVERITY_BANDS: Readonly<Record<Severity, readonly [number, number]>> = {
  critical: [9, 10],
  high: [7, 8.9],
  medium: [4, 6.9],
  low: [0.1, 3.9],
  info: [0, 0],
};

/** Variables that every expression may use beside its facts. */
const AMBIENT = new Map([['mode', 'string']]);

/** Compiles a schema-checked rule file; undefined when there are problems. */
export function compileRule(
  id: string,
  document: PackDocument,
  compiler: ExpressionCompiler,
  catalogue: ReadonlyMap<string, FactDeclaration>,
  problems: PackProblem[],
): Rule | undefined {
  const before = problems.length;
  const context = new RuleContext(document, compiler, problems);
  const text = document.value as RuleText;
  const facts = context.facts(text.facts, catalogue);
  if (facts === undefined) return undefined;
  const variables = new Map([...AMBIENT, ...[...facts].map(([name, fact]) => [name, compiler.types.typeOf(fact.name)] as const)]);
  const loop = text.forEach === undefined ? undefined : context.loop(text, variables);
  const inner = loop?.variables ?? variables;
  const assert = context.expression(['assert'], text.assert, inner, 'bool');
  const appliesWhen = text.appliesWhen === undefined ? undefined : context.expression(['appliesWhen'], text.appliesWhen, variables, 'bool');
  const failTitle = context.message(['failTitle'], text.failTitle, inner);
  context.checkSeverity(text);
  context.checkCaseKinds(text);
  context.checkUnused([assert, appliesWhen, loop?.items, loop?.subject], facts);
  if (problems.length > before || assert === undefined || failTitle === undefined) return undefined;
  return {
    id,
    title: text.title,
    failTitle,
    severity: text.severity,
    securitySeverity: text.securitySeverity,
    rationale: text.rationale,
    remediation: text.remediation,
    references: text.references,
    facts,
    whenAbsent: text.whenAbsent,
    ...(appliesWhen === undefined ? {} : { appliesWhen }),
    assert,
    ...(loop?.items === undefined || loop.subject === undefined ? {} : { forEach: { items: loop.items, as: text.as!, subject: loop.subject } }),
    cases: text.cases.map((each) => ({ given: {}, mode: 'release', ...each })),
  };
}

class RuleContext {
  readonly #document: PackDocument;
  readonly #compiler: ExpressionCompiler;
  readonly #problems: PackProblem[];

  constructor(document: PackDocument, compiler: ExpressionCompiler, problems: PackProblem[]) {
    this.#document = document;
    this.#compiler = compiler;
    this.#problems = problems;
  }

  facts(names: Readonly<Record<string, string>>, catalogue: ReadonlyMap<string, FactDeclaration>): Map<string, FactDeclaration> | undefined {
    const facts = new Map<string, FactDeclaration>();
    for (const [variable, name] of Object.entries(names)) {
      const fact = catalogue.get(name);
      if (fact !== undefined) facts.set(variable, fact);
      else this.#report(['facts', variable], `there is no fact ${name}; there are ${[...catalogue.keys()].join(', ')}`);
    }
    return facts.size === Object.keys(names).length ? facts : undefined;
  }

  loop(text: RuleText, variables: ReadonlyMap<string, string>) {
    const items = this.expression(['forEach'], text.forEach!, variables);
    const itemType = items === undefined ? undefined : /^list<(.+)>$/.exec(items.type)?.[1];
    if (items !== undefined && itemType === undefined) this.#report(['forEach'], `a list is needed, this is a ${items.type}`);
    if (variables.has(text.as!)) this.#report(['as'], `${text.as} names a fact already`);
    if (itemType === undefined || variables.has(text.as!)) return undefined;
    const inner = new Map([...variables, [text.as!, itemType]]);
    return { items, subject: this.expression(['subject'], text.subject!, inner, 'string'), variables: inner };
  }

  expression(path: YamlPath, source: string, variables: ReadonlyMap<string, string>, type?: string): Expression | undefined {
    const compiled = this.#compiler.compile(source, variables);
    if ('problems' in compiled) return this.#reportAll(path, compiled.problems);
    if (type === undefined || compiled.type === type) return compiled;
    this.#report(path, `a ${type} is needed, this is a ${compiled.type}`);
    return undefined;
  }

  message(path: YamlPath, source: string, variables: ReadonlyMap<string, string>): Message | undefined {
    const compiled = compileMessage(source, this.#compiler, variables);
    return 'problems' in compiled ? this.#reportAll(path, compiled.problems) : compiled;
  }

  checkSeverity({ severity, securitySeverity }: RuleText): void {
    const [lowest, highest] = SEVERITY_BANDS[severity];
    if (securitySeverity < lowest || securitySeverity > highest) this.#report(['securitySeverity'], `${severity} goes from ${lowest} to ${highest}`);
  }

  checkCaseKinds({ cases, whenAbsent }: RuleText): void {
    const marked = (mark: string) => cases.filter(({ given }) => JSON.stringify(given ?? {}).includes(`"${mark}"`));
    const kinds = [
      { kind: 'that passes', found: cases.some(({ expect }) => expect === 'pass') },
      { kind: 'that fails', found: cases.some(({ expect }) => expect === 'fail') },
      { kind: 'with $unreadable that is unknown', found: marked('$unreadable').some(({ expect }) => expect === 'unknown') },
      { kind: `with $absent that is ${whenAbsent}`, found: marked('$absent').some(({ expect }) => expect === whenAbsent) },
    ];
    for (const { kind, found } of kinds) if (!found) this.#report(['cases'], `a case ${kind} is missing`);
  }

  checkUnused(expressions: readonly (Expression | undefined)[], facts: ReadonlyMap<string, FactDeclaration>): void {
    if (expressions.includes(undefined) && expressions[0] === undefined) return;
    const used = new Set(expressions.flatMap((expression) => expression?.paths ?? []).map((path) => path.split('.')[0]));
    for (const variable of facts.keys()) if (!used.has(variable)) this.#report(['facts', variable], `${variable} is not used`);
  }

  #reportAll(path: YamlPath, problems: readonly ExpressionProblem[]): undefined {
    for (const { message, offset } of problems) this.#problems.push(this.#document.problem(path, message, { offset }));
  }

  #report(path: YamlPath, message: string): void {
    this.#problems.push(this.#document.problem(path, message));
  }
}
