import type { FactDeclaration } from '@staticfire/facts';
import type { Expression } from './expression/expression.ts';
import type { ExpressionProblem } from './expression/expression-problem.ts';
import { compileMessage, deferMessage, type Message } from './expression/message.ts';
import { typeWords } from './expression/type-words.ts';
import { describeUnknown } from './nearest-word.ts';
import type { PackContext } from './pack-context.ts';
import type { PackDocument, YamlPath } from './pack-document.ts';
import type { RuleText } from './rule-text.ts';
import { bandProblem } from './severity-band.ts';

export type VariableTypes = ReadonlyMap<string, string>;

/** Compiles the parts of one rule document; what is wrong goes to the pack's problems, with its place. */
export class RuleChecks {
  readonly #document: PackDocument;
  readonly #pack: PackContext;

  constructor(document: PackDocument, pack: PackContext) {
    this.#document = document;
    this.#pack = pack;
  }

  facts(names: Readonly<Record<string, string>>): Map<string, FactDeclaration> | undefined {
    const facts = new Map<string, FactDeclaration>();
    for (const [variable, name] of Object.entries(names)) {
      const fact = this.#pack.facts.get(name);
      if (fact !== undefined) facts.set(variable, fact);
      else this.report(['facts', variable], unknownFact(name, [...this.#pack.facts.keys()]));
    }
    return facts.size === Object.keys(names).length ? facts : undefined;
  }

  loop(text: RuleText, variables: VariableTypes) {
    const items = this.expression(['forEach'], text.forEach!, variables);
    const itemType = items === undefined ? undefined : /^list<(.+)>$/.exec(items.type)?.[1];
    if (items !== undefined && itemType === undefined) this.report(['forEach'], noList(items));
    if (variables.has(text.as!)) this.report(['as'], `${text.as} names a fact already`);
    if (itemType === undefined || variables.has(text.as!)) return undefined;
    const inner = new Map([...variables, [text.as!, itemType]]);
    return { items, subject: this.expression(['subject'], text.subject!, inner, 'string'), variables: inner };
  }

  expression(path: YamlPath, source: string, variables: VariableTypes, type?: string): Expression | undefined {
    const key = path.join('/');
    const known = this.#document.checked?.expressions[key];
    if (known !== undefined) return this.#pack.compiler.defer(source, variables, known);
    const compiled = this.#pack.compiler.compile(source, variables);
    if ('problems' in compiled) return this.#reportAll(path, compiled.problems);
    this.#pack.observe?.(this.#document.file, key, compiled);
    if (type === undefined || compiled.type === type) return compiled;
    this.report(path, `a ${type} is needed, this is ${typeWords(compiled.type)}`);
    return undefined;
  }

  message(path: YamlPath, source: string, variables: VariableTypes, joined: ReadonlySet<string>): Message | undefined {
    const compile = () => compileMessage(source, this.#pack.compiler, variables, joined);
    if (this.#document.checked !== undefined) return deferMessage(source, compile);
    const compiled = compile();
    return 'problems' in compiled ? this.#reportAll(path, compiled.problems) : compiled;
  }

  severity(path: YamlPath, { severity, securitySeverity }: Pick<RuleText, 'severity' | 'securitySeverity'>): void {
    const problem = bandProblem(severity, securitySeverity);
    if (problem !== undefined) this.report([...path, 'securitySeverity'], problem);
  }

  caseKinds({ cases, whenAbsent }: RuleText): void {
    if (this.#document.checked !== undefined) return;
    const marked = (mark: string) => cases.filter(({ given }) => JSON.stringify(given ?? {}).includes(`"${mark}"`));
    const kinds = [
      { kind: 'that passes', found: cases.some(({ expect }) => expect === 'pass') },
      { kind: 'that fails', found: cases.some(({ expect }) => expect === 'fail') },
      { kind: 'with $unreadable that is unknown', found: marked('$unreadable').some(({ expect }) => expect === 'unknown') },
      { kind: `with $absent that is ${whenAbsent}`, found: marked('$absent').some(({ expect }) => expect === whenAbsent) },
    ];
    for (const { kind, found } of kinds) if (!found) this.report(['cases'], `a case ${kind} is missing`);
  }

  /** A case changes facts that the rule names, and sets parameters that the pack has. */
  caseNames({ cases, facts }: RuleText): void {
    for (const [index, { given, parameters }] of cases.entries()) {
      for (const variable of Object.keys(given ?? {})) {
        if (!Object.hasOwn(facts, variable))
          this.report(['cases', index, 'given', variable], describeUnknown('fact of this rule called', variable, Object.keys(facts)));
      }
      for (const [name, value] of Object.entries(parameters ?? {})) {
        const problem = this.#pack.parameters.problemOf(name, value);
        if (problem !== undefined) this.report(['cases', index, 'parameters', name], problem);
      }
    }
  }

  casesWithoutRow({ cases }: RuleText): void {
    for (const [index, { row }] of cases.entries()) if (row !== undefined) this.report(['cases', index, 'row'], 'only the cases of a table name a row');
  }

  /** Facts that neither an expression nor the statement itself, which names them in `used`, looks at. */
  unused(expressions: readonly (Expression | undefined)[], facts: ReadonlyMap<string, FactDeclaration>, used: readonly string[]): void {
    if (this.#document.checked !== undefined) return;
    const read = new Set(expressions.flatMap((expression) => expression?.paths ?? []).map((path) => path.split('.')[0]));
    for (const [variable, { name }] of facts) if (!read.has(variable) && !used.includes(name)) this.report(['facts', variable], `${variable} is not used`);
  }

  report(path: YamlPath, message: string, options: { readonly example?: string } = {}): void {
    this.#pack.problems.push(this.#document.problem(path, message, options));
  }

  #reportAll(path: YamlPath, problems: readonly ExpressionProblem[]): undefined {
    for (const { message, offset } of problems) this.#pack.problems.push(this.#document.problem(path, message, { offset }));
  }
}

/** Names the facts there are: all of a short catalogue, of a long one those of the same area, or its areas. */
function unknownFact(name: string, facts: readonly string[]): string {
  const problem = describeUnknown('fact', name, facts);
  const areaOf = (fact: string) => fact.split('.')[0]!;
  const related = facts.length <= MAX_LISTED ? facts : facts.filter((fact) => areaOf(fact) === areaOf(name));
  const listed = related.length > 0 ? related.join(', ') : `facts of ${[...new Set(facts.map(areaOf))].join(', ')}`;
  return `${problem}${problem.endsWith('?') ? ' There' : '; there'} are ${listed}`;
}

const MAX_LISTED = 12;

function noList({ source, type }: Expression): string {
  return `a list is needed, this is ${typeWords(type)}${type.startsWith('map<') ? `; walk its keys: ${source}.map(k, k)` : ''}`;
}
