import { isUnreadable, type JsonSchema, UNREADABLE_FIELDS } from '@staticfire/facts';

type AnySchema = JsonSchema | { readonly anyOf: readonly JsonSchema[] };

/** What of a value could not be read. */
export interface UnreadableParts {
  readonly count: number;
  /** Of the first in the order of the value; absent: there is none. */
  readonly problem?: string;
}

/** Looks through a value of one schema. */
export type UnreadableSearch = (value: unknown) => UnreadableParts;

type Visit = (value: unknown, problems: Problems) => void;

class Problems {
  count = 0;
  first: string | undefined;

  add(message: string): void {
    this.count += 1;
    this.first ??= message;
  }
}

/**
 * Finds elements of lists, values of maps and fields of objects that could not be read. Goes only where the schema has such: what is
 * searched is a document of megabytes, most of which is elsewhere.
 */
export function unreadableSearch(schema: JsonSchema): UnreadableSearch {
  const visit = visitOf(schema);
  return (value) => {
    const problems = new Problems();
    visit?.(value, problems);
    return { count: problems.count, ...(problems.first === undefined ? {} : { problem: problems.first }) };
  };
}

/** Undefined: nothing below can be unreadable. */
function visitOf(schema: AnySchema): Visit | undefined {
  if ('anyOf' in schema) return elementVisit(visitOf(schema.anyOf[0]!));
  if (schema.type === 'array') return schema.items === undefined ? undefined : listVisit(visitOf(schema.items));
  if (schema.type !== 'object') return undefined;
  return typeof schema.additionalProperties === 'object' ? mapVisit(visitOf(schema.additionalProperties)) : objectVisit(schema.properties ?? {});
}

/** Of two alternatives the second is always the element that could not be read. */
function elementVisit(inner: Visit | undefined): Visit {
  return (value, problems) => {
    if (isUnreadable(value)) problems.add(value.$unreadable.message);
    else inner?.(value, problems);
  };
}

function listVisit(item: Visit | undefined): Visit | undefined {
  if (item === undefined) return undefined;
  return (value, problems) => {
    const items = value as readonly unknown[];
    for (let index = 0; index < items.length; index += 1) item(items[index], problems);
  };
}

function mapVisit(item: Visit | undefined): Visit | undefined {
  if (item === undefined) return undefined;
  return (value, problems) => {
    for (const member of Object.values(value as object)) item(member, problems);
  };
}

function objectVisit(properties: Readonly<Record<string, JsonSchema>>): Visit | undefined {
  if (UNREADABLE_FIELDS in properties) return partialVisit(properties);
  const visits = Object.entries(properties).flatMap(([name, schema]) => {
    const visit = visitOf(schema);
    return visit === undefined ? [] : [[name, visit] as const];
  });
  if (visits.length === 0) return undefined;
  return (value, problems) => {
    for (const [name, visit] of visits) if (Object.hasOwn(value as object, name)) visit((value as Record<string, unknown>)[name], problems);
  };
}

/** Settings have hundreds of fields, of which an image has few: what to do with one is found out when it is there. */
function partialVisit(properties: Readonly<Record<string, JsonSchema>>): Visit {
  const visits = new Map<string, Visit | undefined>([[UNREADABLE_FIELDS, failuresVisit]]);
  return (value, problems) => {
    for (const [name, member] of Object.entries(value as object)) {
      const schema = properties[name];
      if (!visits.has(name)) visits.set(name, schema === undefined ? undefined : visitOf(schema));
      visits.get(name)?.(member, problems);
    }
  };
}

function failuresVisit(value: unknown, problems: Problems): void {
  for (const { message } of Object.values(value as Readonly<Record<string, { readonly message: string }>>)) problems.add(message);
}
