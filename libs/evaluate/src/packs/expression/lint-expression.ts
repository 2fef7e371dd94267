import type { ASTNode } from '@marcbachmann/cel-js';
import { type JsonSchema, UNREADABLE_FIELDS } from '@staticfire/facts';
import { type CheckedType, children, fieldName, isAccess, isNode, keyedText, literals, type Node, text, unwrap } from './ast-node.ts';
import type { FactTypes } from './fact-types.ts';
import { isAlwaysThere, isMapSchema, missingIsUnknown, readableItem, readableValue } from './map-schema.ts';
import { patternProblem } from './regular-expression.ts';

export interface ExpressionProblem {
  readonly message: string;
  /** Characters from the start of the expression. */
  readonly offset: number;
}

export interface LintResult {
  readonly problems: readonly ExpressionProblem[];
  /** `table.options`, `partitions.entries[*].role`: what the expression reads, by variable. */
  readonly paths: readonly string[];
}

const MACROS = new Set(['all', 'exists', 'exists_one', 'filter', 'map']);
const FUNCTIONS = new Set([
  ...MACROS,
  'contains',
  'endsWith',
  'has',
  'hasValue',
  'int',
  'join',
  'lowerAscii',
  'orValue',
  're2',
  'size',
  'split',
  'startsWith',
  'string',
  'substring',
  'trim',
  'upperAscii',
]);
const MAX_NESTED_COMPREHENSIONS = 2;

/** What cel-js's checker lets through: unguarded optional fields, unknown fields under has() and .?, wrong enum words, functions that are not offered. */
export function lintExpression(ast: ASTNode, types: FactTypes): LintResult {
  const walker = new LintWalker(types);
  const root = ast as unknown as Node;
  walker.collectGuards(root);
  walker.walk(root, new Map(), 0);
  return { problems: walker.problems, paths: [...walker.paths].sort() };
}

interface ScopedVariable {
  readonly type: CheckedType | undefined;
  readonly path: string | undefined;
  readonly json: JsonSchema | undefined;
  /** Of a variable that takes the keys of a map one after the other: that map. */
  readonly keyOf?: string;
}

type Scope = ReadonlyMap<string, ScopedVariable>;

class LintWalker {
  readonly problems: ExpressionProblem[] = [];
  readonly paths = new Set<string>();
  readonly #guarded = new Set<string>();
  readonly #types: FactTypes;

  constructor(types: FactTypes) {
    this.#types = types;
  }

  /** Remembers every access that some has(…) or `"key" in map` of the expression tests. */
  collectGuards(node: Node): void {
    if (node.op === 'in') this.#guarded.add(keyedText(node.args[1] as Node, node.args[0] as Node));
    if (node.op === 'call' && node.args[0] === 'has') {
      for (let access = node.args[1][0] as Node; isAccess(access); access = access.args[0]) this.#guarded.add(text(access));
    }
    for (const child of children(node)) this.collectGuards(child);
  }

  walk(node: Node, scope: Scope, depth: number, insideHas = false): void {
    if (isAccess(node)) return this.#access(node, scope, depth, insideHas);
    if (node.op === 'id') return void this.#record(this.#path(node, scope));
    if (node.op === 'call' || node.op === 'rcall') return this.#call(node, scope, depth);
    if (['==', '!=', 'in'].includes(node.op)) {
      this.#enums(node, scope);
      for (const operand of node.args as Node[]) this.#checkWholeList(operand, scope);
      for (const operand of (node.op === 'in' ? [node.args[0]] : node.args) as Node[]) this.#checkWholeMap(operand, scope);
    }
    for (const child of children(node)) this.walk(child, scope, depth);
  }

  #access(node: Node, scope: Scope, depth: number, insideHas: boolean): void {
    const path = this.#path(node, scope);
    if (path !== undefined) this.#record(path);
    this.#checkField(node, scope, insideHas);
    const target = node.args[0] as Node;
    if (isAccess(target)) this.#access(target, scope, depth, insideHas);
    else if (target.op !== 'id') this.walk(target, scope, depth);
    if (node.op.startsWith('[')) this.walk(node.args[1] as Node, scope, depth);
  }

  #checkField(node: Node, scope: Scope, insideHas: boolean): void {
    const type = this.#typeOf(node.args[0] as Node, scope);
    const json = this.#jsonOf(node.args[0] as Node, scope);
    if (json !== undefined && isMapSchema(json)) return this.#checkKey(node, json, scope);
    if (type?.kind === 'list') return this.#report(node, 'lists have no index here; use exists, all or filter');
    const schema = type?.name === undefined ? undefined : this.#types.schemaOf(type.name);
    if (schema === undefined) return;
    const field = fieldName(node);
    if (field === undefined) return this.#report(node, 'fields are named by a literal');
    if (!Object.hasOwn(schema.properties, field) || field === UNREADABLE_FIELDS) {
      const fields = Object.keys(schema.properties).filter((name) => name !== UNREADABLE_FIELDS);
      return this.#report(node, `there is no field '${field}', only ${fields.join(', ')}`);
    }
    const optional = !(schema.required ?? []).includes(field) && !isAlwaysThere(schema, schema.properties[field]!);
    const plain = node.op === '.' || node.op === '[]';
    if (optional && plain && !insideHas && !this.#guarded.has(text(node))) {
      this.#report(node, `'${field}' may be absent; write .?${field}.orValue(…) or guard it with has(${text(node)})`);
    }
  }

  /** A key that is not there ends the rule with an error, unless the map itself says that nothing is known of it. */
  #checkKey(node: Node, json: JsonSchema, scope: Scope): void {
    if (node.op === '.' || node.op === '.?') return this.#report(node, 'keys of a map stand in brackets and quotes: m["key"], m[?"key"]');
    const [map, key] = node.args as [Node, Node];
    if (key.op === 'value' && typeof key.args !== 'string') return this.#report(key, 'keys of a map are strings');
    const iterated = key.op === 'id' && scope.get(key.args)?.keyOf === text(map);
    if (node.op === '[?]' || missingIsUnknown(json) || iterated || this.#guarded.has(keyedText(map, key))) return;
    this.#report(node, `the key may be absent; write ${text(map)}[?${text(key)}].orValue(…) or guard it with ${text(key)} in ${text(map)}`);
  }

  /** Equality would be decided without a look at values that could not be read. */
  #checkWholeMap(node: Node, scope: Scope): void {
    if (this.#typeOf(node, scope)?.kind === 'map') this.#report(node, 'values of a map can be unreadable; compare them one by one');
  }

  /** Its keys are not all that there are. */
  #checkIncompleteMap(node: Node, scope: Scope): void {
    const json = this.#jsonOf(node, scope);
    if (json !== undefined && missingIsUnknown(json)) this.#report(node, 'this map does not hold everything there is; name the keys');
  }

  #call(node: Node, scope: Scope, depth: number): void {
    const [name, receiver, methodArgs] = node.args as [string, Node | Node[], Node[]];
    if (!FUNCTIONS.has(name)) this.#report(node, refusal(name));
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
    const element = unwrap(this.#typeOf(node, scope)?.valueType)?.name;
    if (element !== undefined && this.#types.isUnreadableElement(element)) {
      this.#report(node, 'elements of this list can be unreadable; use exists, all or forEach, which look at each');
    }
  }

  #macro(node: Node, list: Node, args: readonly Node[], scope: Scope, depth: number): void {
    if (depth > MAX_NESTED_COMPREHENSIONS) this.#report(node, `comprehensions nest deeper than ${MAX_NESTED_COMPREHENSIONS}`);
    this.#checkIncompleteMap(list, scope);
    const inner = new Map(scope).set(args[0]!.args as string, this.#itemOf(list, scope));
    for (const argument of args.slice(1)) this.walk(argument, inner, depth);
  }

  /** What a comprehension hands out: elements of a list, keys of a map. */
  #itemOf(list: Node, scope: Scope): ScopedVariable {
    const path = this.#path(list, scope);
    const json = this.#jsonOf(list, scope);
    const type = unwrap(this.#typeOf(list, scope));
    const itemPath = path === undefined ? undefined : `${path}[*]`;
    if (type?.kind === 'map') return { type: { kind: 'string' }, path: itemPath, json: undefined, keyOf: text(list) };
    return { type: type?.valueType, path: itemPath, json: json?.type === 'array' ? readableItem(json) : undefined };
  }

  /** A literal that is compared with a field of fixed words must be one of them. */
  #enums(node: Node, scope: Scope): void {
    const [left, right] = node.args as [Node, Node];
    for (const [side, other] of [
      [left, right],
      [right, left],
    ] as const) {
      const words = this.#enumOf(side, scope);
      if (words === undefined) continue;
      for (const literal of literals(other)) {
        if (typeof literal.args === 'string' && !words.includes(literal.args)) this.#report(literal, `'${literal.args}' is not one of ${words.join(', ')}`);
      }
    }
  }

  #enumOf(node: Node, scope: Scope): readonly string[] | undefined {
    if (node.op === 'rcall' && node.args[0] === 'orValue') return this.#enumOf(node.args[1] as Node, scope);
    if (!isAccess(node)) return undefined;
    const type = this.#typeOf(node.args[0] as Node, scope);
    const field = fieldName(node);
    const schema = type?.name === undefined ? undefined : this.#types.schemaOf(type.name);
    return field === undefined ? undefined : schema?.properties[field]?.enum;
  }

  #typeOf(node: Node, scope: Scope): CheckedType | undefined {
    return unwrap(node.op === 'id' && scope.has(node.args) ? (scope.get(node.args)!.type ?? node.checkedType) : node.checkedType);
  }

  /** The schema of what a node reads; undefined of what is computed. */
  #jsonOf(node: Node, scope: Scope): JsonSchema | undefined {
    const type = this.#typeOf(node, scope);
    const named = type?.name === undefined ? undefined : this.#types.schemaOf(type.name);
    if (named !== undefined) return named;
    if (node.op === 'id') return scope.get(node.args)?.json;
    if (node.op === 'rcall' && node.args[0] === 'orValue') return this.#jsonOf(node.args[1] as Node, scope);
    if (!isAccess(node)) return undefined;
    const target = this.#jsonOf(node.args[0] as Node, scope);
    if (target === undefined) return undefined;
    if (isMapSchema(target)) return readableValue(target);
    const field = fieldName(node);
    return field === undefined ? undefined : target.properties?.[field];
  }

  #path(node: Node, scope: Scope): string | undefined {
    if (node.op === 'id') return scope.has(node.args) ? scope.get(node.args)!.path : (node.args as string);
    if (!isAccess(node)) return undefined;
    const target = this.#path(node.args[0] as Node, scope);
    return target === undefined ? undefined : `${target}.${fieldName(node) ?? columnName(node) ?? loopName(node, scope) ?? '[*]'}`;
  }

  #record(path: string | undefined): void {
    if (path !== undefined) this.paths.add(path);
  }

  #report(node: Node, message: string): void {
    this.problems.push({ message, offset: node.start });
  }
}

/** `{row.option}` for a key that a table's row gives. */
function columnName(node: Node): string | undefined {
  const key = node.args[1] as Node;
  return isNode(key) && key.op === '.' && key.args[0].op === 'id' && key.args[0].args === 'row' ? `{row.${key.args[1]}}` : undefined;
}

/** `{key}` for a key that the item of a forEach is. */
function loopName(node: Node, scope: Scope): string | undefined {
  const key = node.args[1] as Node;
  return isNode(key) && key.op === 'id' && !scope.has(key.args) ? `{${key.args}}` : undefined;
}

function refusal(name: string): string {
  if (name === 'matches') return `'matches' is not offered, it can take for ever on text from an image; write re2, for example: name.re2("^lib[a-z]+$")`;
  return `'${name}' is not offered; there are ${[...FUNCTIONS].sort().join(', ')}`;
}
