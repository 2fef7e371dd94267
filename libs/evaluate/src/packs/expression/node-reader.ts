import type { JsonSchema } from '@staticfire/facts';
import { type CheckedType, fieldName, isAccess, isNode, type Node, text, unwrap } from './ast-node.ts';
import type { FactTypes } from './fact-types.ts';
import { isMapSchema, readableItem, readableValue } from './map-schema.ts';

export interface ScopedVariable {
  readonly type: CheckedType | undefined;
  readonly path: string | undefined;
  readonly json: JsonSchema | undefined;
  /** Of a variable that takes the keys of a map one after the other: that map. */
  readonly keyOf?: string;
}

/** The variables of the comprehensions around a node. */
export type Scope = ReadonlyMap<string, ScopedVariable>;

/** What the nodes of an expression stand for: type, schema, path. cel-js leaves those under has() without a type; schemas lead there too. */
export class NodeReader {
  readonly #types: FactTypes;

  constructor(types: FactTypes) {
    this.#types = types;
  }

  typeOf(node: Node, scope: Scope): CheckedType | undefined {
    return unwrap(node.op === 'id' && scope.has(node.args) ? (scope.get(node.args)!.type ?? node.checkedType) : node.checkedType);
  }

  /** The schema of what a node reads; undefined of what is computed. */
  schemaOf(node: Node, scope: Scope): JsonSchema | undefined {
    const type = this.typeOf(node, scope);
    const named = type?.name === undefined ? undefined : this.#types.schemaOf(type.name);
    if (named !== undefined) return named;
    if (node.op === 'id') return scope.get(node.args)?.json;
    if (node.op === 'rcall' && node.args[0] === 'orValue') return this.schemaOf(node.args[1] as Node, scope);
    if (!isAccess(node)) return undefined;
    const target = this.schemaOf(node.args[0] as Node, scope);
    if (target === undefined) return undefined;
    if (isMapSchema(target)) return readableValue(target);
    const field = fieldName(node);
    return field === undefined || !Object.hasOwn(target.properties ?? {}, field) ? undefined : target.properties![field];
  }

  /** The words that a field admits. */
  wordsOf(node: Node, scope: Scope): readonly string[] | undefined {
    if (node.op === 'rcall' && node.args[0] === 'orValue') return this.wordsOf(node.args[1] as Node, scope);
    return isAccess(node) ? this.schemaOf(node, scope)?.enum : undefined;
  }

  isMap(node: Node, scope: Scope): boolean {
    const schema = this.schemaOf(node, scope);
    return schema === undefined ? this.typeOf(node, scope)?.kind === 'map' : isMapSchema(schema);
  }

  isList(node: Node, scope: Scope): boolean {
    const schema = this.schemaOf(node, scope);
    return schema === undefined ? this.typeOf(node, scope)?.kind === 'list' : schema.type === 'array';
  }

  /** Single elements of the list can be unreadable. */
  hasUnreadableElements(node: Node, scope: Scope): boolean {
    const element = unwrap(this.typeOf(node, scope)?.valueType)?.name;
    return element !== undefined && this.#types.isUnreadableElement(element);
  }

  /** What a comprehension hands out: elements of a list, keys of a map. */
  itemOf(list: Node, scope: Scope): ScopedVariable {
    const path = this.pathOf(list, scope);
    const json = this.schemaOf(list, scope);
    const type = this.typeOf(list, scope);
    const itemPath = path === undefined ? undefined : `${path}[*]`;
    if (type?.kind === 'map') return { type: { kind: 'string' }, path: itemPath, json: undefined, keyOf: text(list) };
    return { type: type?.valueType, path: itemPath, json: json?.type === 'array' ? readableItem(json) : undefined };
  }

  pathOf(node: Node, scope: Scope): string | undefined {
    if (node.op === 'id') return scope.has(node.args) ? scope.get(node.args)!.path : (node.args as string);
    if (!isAccess(node)) return undefined;
    const target = this.pathOf(node.args[0] as Node, scope);
    return target === undefined ? undefined : `${target}.${fieldName(node) ?? columnName(node) ?? loopName(node, scope) ?? '[*]'}`;
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
