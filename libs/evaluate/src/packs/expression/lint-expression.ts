import type { ASTNode } from '@marcbachmann/cel-js';
import type { JsonSchema } from '@staticfire/facts';
import { children, fieldName, isAccess, literals, type Node, placeOfName, text } from './ast-node.ts';
import type { ExpressionProblem } from './expression-problem.ts';
import type { FactTypes } from './fact-types.ts';
import { fieldProblem } from './field-problem.ts';
import { functionProblem, MACROS } from './functions.ts';
import { collectGuards, keyedText } from './guards.ts';
import { isAlwaysThere, missingIsUnknown } from './map-schema.ts';
import { NodeReader, type Scope } from './node-reader.ts';
import { patternProblem } from './regular-expression.ts';

export interface LintResult {
  readonly problems: readonly ExpressionProblem[];
  /** `table.options`, `partitions.entries[*].role`: what the expression reads, by variable. */
  readonly paths: readonly string[];
}

const MAX_NESTED_COMPREHENSIONS = 2;

/** What cel-js's checker lets through: unguarded optional fields, unknown fields under has() and .?, wrong enum words, functions that are not offered. */
export function lintExpression(ast: ASTNode, types: FactTypes): LintResult {
  const root = ast as unknown as Node;
  const walker = new LintWalker(types, new Set(collectGuards(root)));
  walker.walk(root, new Map(), 0);
  return { problems: walker.problems, paths: [...walker.paths].sort() };
}

class LintWalker {
  readonly problems: ExpressionProblem[] = [];
  readonly paths = new Set<string>();
  readonly #guarded: ReadonlySet<string>;
  readonly #reader: NodeReader;

  constructor(types: FactTypes, guarded: ReadonlySet<string>) {
    this.#reader = new NodeReader(types);
    this.#guarded = guarded;
  }

  walk(node: Node, scope: Scope, depth: number, insideHas = false): void {
    if (isAccess(node)) return this.#access(node, scope, depth, insideHas);
    if (node.op === 'id') return void this.#record(this.#reader.pathOf(node, scope));
    if (node.op === 'call' || node.op === 'rcall') return this.#call(node, scope, depth);
    if (['==', '!=', 'in'].includes(node.op)) {
      this.#enums(node, scope);
      for (const operand of node.args as Node[]) this.#checkWholeList(operand, scope);
      for (const operand of (node.op === 'in' ? [node.args[0]] : node.args) as Node[]) this.#checkWholeMap(operand, scope);
    }
    for (const child of children(node)) this.walk(child, scope, depth);
  }

  #access(node: Node, scope: Scope, depth: number, insideHas: boolean): void {
    const path = this.#reader.pathOf(node, scope);
    if (path !== undefined) this.#record(path);
    this.#checkField(node, scope, insideHas);
    const target = node.args[0] as Node;
    if (isAccess(target)) this.#access(target, scope, depth, insideHas);
    else if (target.op !== 'id') this.walk(target, scope, depth);
    if (node.op.startsWith('[')) this.walk(node.args[1] as Node, scope, depth);
  }

  #checkField(node: Node, scope: Scope, insideHas: boolean): void {
    const target = node.args[0] as Node;
    const schema = this.#reader.schemaOf(target, scope);
    if (this.#reader.isMap(target, scope)) return this.#checkKey(node, schema, scope);
    if (this.#reader.isList(target, scope)) return this.#report(node, 'lists have no index here; use exists, all or filter');
    if (schema === undefined) return;
    const field = fieldName(node);
    if (field === undefined) return this.#report(node, 'fields are named by a literal');
    const problem = fieldProblem(schema, field);
    if (problem !== undefined) return this.#report(node, problem, placeOfName(node));
    if (!insideHas) this.#checkAbsence(node, schema, field);
  }

  #checkAbsence(node: Node, schema: JsonSchema, field: string): void {
    const optional = !(schema.required ?? []).includes(field) && !isAlwaysThere(schema, schema.properties![field]!);
    const plain = node.op === '.' || node.op === '[]';
    if (optional && plain && !this.#guarded.has(text(node)))
      this.#report(node, `'${field}' may be absent; write .?${field}.orValue(…) or guard it with has(${text(node)})`);
  }

  /** A key that is not there ends the rule with an error, unless the map itself says that nothing is known of it. */
  #checkKey(node: Node, json: JsonSchema | undefined, scope: Scope): void {
    if (node.op === '.' || node.op === '.?') return this.#report(node, 'keys of a map stand in brackets and quotes: m["key"], m[?"key"]');
    const [map, key] = node.args as [Node, Node];
    if (key.op === 'value' && typeof key.args !== 'string') return this.#report(key, 'keys of a map are strings');
    const iterated = key.op === 'id' && scope.get(key.args)?.keyOf === text(map);
    if (node.op === '[?]' || (json !== undefined && missingIsUnknown(json)) || iterated || this.#guarded.has(keyedText(map, key))) return;
    this.#report(node, `the key may be absent; write ${text(map)}[?${text(key)}].orValue(…) or guard it with ${text(key)} in ${text(map)}`);
  }

  /** Equality would be decided without a look at values that could not be read. */
  #checkWholeMap(node: Node, scope: Scope): void {
    if (this.#reader.typeOf(node, scope)?.kind === 'map') this.#report(node, 'values of a map can be unreadable; compare them one by one');
  }

  /** Its keys are not all that there are. */
  #checkIncompleteMap(node: Node, scope: Scope): void {
    const json = this.#reader.schemaOf(node, scope);
    if (json !== undefined && missingIsUnknown(json)) this.#report(node, 'this map does not hold everything there is; name the keys');
  }

  #call(node: Node, scope: Scope, depth: number): void {
    const [name, receiver, methodArgs] = node.args as [string, Node | Node[], Node[]];
    const refusal = functionProblem(name);
    if (refusal !== undefined) this.#report(node, refusal);
    if (name === 're2') this.#checkPattern(node, methodArgs?.[0]);
    if (node.op === 'call') {
      if (name === 'size') this.#checkSize((receiver as Node[])[0]!, scope);
      for (const argument of receiver as Node[]) this.walk(argument, scope, depth, name === 'has');
      return;
    }
    if (name === 'size') this.#checkSize(receiver as Node, scope);
    this.walk(receiver as Node, scope, depth);
    if (MACROS.has(name)) this.#macro(node, receiver as Node, methodArgs, scope, depth + 1);
    else for (const argument of methodArgs) this.walk(argument, scope, depth);
  }

  #checkPattern(node: Node, pattern: Node | undefined): void {
    if (pattern?.op !== 'value' || typeof pattern.args !== 'string')
      return this.#report(node, 'the pattern of re2 is a literal, for example: name.re2("^lib[a-z]+$")');
    const problem = patternProblem(pattern.args);
    if (problem !== undefined) this.#report(pattern, problem);
  }

  #checkSize(node: Node, scope: Scope): void {
    this.#checkWholeList(node, scope);
    this.#checkIncompleteMap(node, scope);
  }

  /** Its length or equality would be decided without a look at elements that could not be read. */
  #checkWholeList(node: Node, scope: Scope): void {
    if (this.#reader.hasUnreadableElements(node, scope))
      this.#report(node, 'elements of this list can be unreadable; use exists, all or forEach, which look at each');
  }

  #macro(node: Node, list: Node, args: readonly Node[], scope: Scope, depth: number): void {
    if (depth > MAX_NESTED_COMPREHENSIONS) this.#report(node, `comprehensions nest deeper than ${MAX_NESTED_COMPREHENSIONS}`);
    this.#checkIncompleteMap(list, scope);
    const inner = new Map(scope).set(args[0]!.args as string, this.#reader.itemOf(list, scope));
    for (const argument of args.slice(1)) this.walk(argument, inner, depth);
  }

  /** A literal that is compared with a field of fixed words must be one of them. */
  #enums(node: Node, scope: Scope): void {
    const [left, right] = node.args as [Node, Node];
    this.#wordsIn(right, this.#reader.wordsOf(left, scope));
    this.#wordsIn(left, this.#reader.wordsOf(right, scope));
  }

  #wordsIn(node: Node, words: readonly string[] | undefined): void {
    if (words === undefined) return;
    for (const literal of literals(node)) {
      if (typeof literal.args === 'string' && !words.includes(literal.args)) this.#report(literal, `'${literal.args}' is not one of ${words.join(', ')}`);
    }
  }

  #record(path: string | undefined): void {
    if (path !== undefined) this.paths.add(path);
  }

  #report(node: Node, message: string, offset = node.start): void {
    this.problems.push({ message, offset });
  }
}
