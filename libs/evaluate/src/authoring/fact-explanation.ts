import type { FactDeclaration, FactOrigin, JsonSchema } from '@staticfire/facts';
import { UNREADABLE_FIELDS } from '@staticfire/facts';
import type { ExplainContext } from './rule-explanation.ts';

/** Everything that is known of a fact before any image is opened. Plain data. */
export interface FactExplanation {
  readonly kind: 'fact';
  /** Its name. */
  readonly id: string;
  readonly title: string;
  readonly scope: FactDeclaration['scope'];
  readonly origin?: FactOrigin;
  readonly fields: readonly FieldExplanation[];
  /** Rules that read it. */
  readonly rules: readonly string[];
}

/** A place in a fact's value, as expressions name it. */
export interface FieldExplanation {
  /** `notable[*].path`, `keys[key].value`; empty: the value as a whole. */
  readonly path: string;
  /** `string`, `list`, `map`, `"file" or "symlink"` … */
  readonly type: string;
  /** It may be absent: read it with `.?` and `orValue`. */
  readonly optional: boolean;
  /** Single elements, or values, can be unreadable. */
  readonly partial: boolean;
  readonly description: string;
}

export function explainFact({ name, summary, scope, schema }: FactDeclaration, { packs, origins }: ExplainContext): FactExplanation {
  const origin = origins?.get(name);
  const reads = (facts: ReadonlyMap<string, FactDeclaration>) => [...facts.values()].some((fact) => fact.name === name);
  return {
    kind: 'fact',
    id: name,
    title: summary,
    scope,
    ...(origin === undefined ? {} : { origin }),
    fields: fieldsOf(schema.json, '', false),
    rules: packs.flatMap(({ rules }) => rules.filter(({ facts }) => reads(facts)).map(({ id }) => id)),
  };
}

function fieldsOf(schema: JsonSchema, path: string, optional: boolean): readonly FieldExplanation[] {
  const { element, suffix, partial } = elementOf(schema);
  const own = path === '' && schema.type === 'object' ? [] : [{ path, type: typeOf(schema), optional, partial, description: schema.description ?? '' }];
  const members = Object.entries(schema.properties ?? {}).filter(([name]) => name !== UNREADABLE_FIELDS);
  const required = schema.required ?? [];
  return [
    ...own,
    ...members.flatMap(([name, member]) => fieldsOf(member, joinPath(path, name), !required.includes(name))),
    ...(element === undefined
      ? []
      : fieldsOf(element, `${path}${suffix}`, false).filter((field) => field.path !== `${path}${suffix}` || field.description !== '')),
  ];
}

/** What a list or a map holds. */
function elementOf({ items, additionalProperties }: JsonSchema): { readonly element?: JsonSchema; readonly suffix: string; readonly partial: boolean } {
  const held = items ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined);
  const suffix = items === undefined ? '[key]' : '[*]';
  if (held === undefined) return { suffix, partial: false };
  return 'anyOf' in held ? { element: held.anyOf[0], suffix, partial: true } : { element: held as JsonSchema, suffix, partial: false };
}

function typeOf({ type, enum: words, additionalProperties }: JsonSchema): string {
  if (words !== undefined) return words.map((word) => JSON.stringify(word)).join(' or ');
  if (type === 'object' && typeof additionalProperties === 'object') return 'map';
  return { array: 'list', boolean: 'bool', integer: 'int', number: 'double', object: 'object', string: 'string' }[type];
}

/** Names with dashes or dots stand in brackets. */
function joinPath(path: string, name: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return `${path}["${name}"]`;
  return path === '' ? name : `${path}.${name}`;
}
