import { type Failure, isUnreadable, type JsonSchema, UNREADABLE_FIELDS } from '@staticfire/facts';
import { isAlwaysThere, isMapSchema, type MapSchema, missingIsUnknown, readableItem, readableValue } from './map-schema.ts';
import { raiseAlways, raiseOn } from './unreadable.ts';

export type MapClass = new () => Map<string, unknown>;
export type ObjectSchema = JsonSchema & { readonly properties: Readonly<Record<string, JsonSchema>> };

/** Converts values of facts for CEL: integers as BigInt, objects as typed maps, absent members left out, unreadable ones raise when touched. */
export class FactValues {
  readonly #classOf: (schema: JsonSchema) => MapClass;

  /** `classOf` gives the class by which CEL knows an object's type. */
  constructor(classOf: (schema: JsonSchema) => MapClass) {
    this.#classOf = classOf;
  }

  convert(schema: JsonSchema, value: unknown): unknown {
    if (schema.type === 'integer') return BigInt(value as number);
    if (schema.type === 'array') return (value as readonly unknown[]).map((item) => this.#element(readableItem(schema), item));
    if (schema.type !== 'object') return value;
    return isMapSchema(schema) ? this.#map(schema, value as Record<string, unknown>) : this.#object(schema as ObjectSchema, value as Record<string, unknown>);
  }

  #element(schema: JsonSchema, item: unknown): unknown {
    return isUnreadable(item) ? this.#standIn(schema, item.$unreadable) : this.convert(schema, item);
  }

  #object(schema: ObjectSchema, value: Record<string, unknown>): Map<string, unknown> {
    const map = new (this.#classOf(schema))();
    for (const [name, member] of Object.entries(schema.properties)) {
      if (name === UNREADABLE_FIELDS) continue;
      if (Object.hasOwn(value, name) && value[name] !== undefined) map.set(name, this.convert(member, value[name]));
      else if (isAlwaysThere(schema, member)) map.set(name, this.convert(member, {}));
    }
    return raiseOn(map, new Map(Object.entries((value[UNREADABLE_FIELDS] ?? {}) as Record<string, Failure>)), 'absent');
  }

  #map(schema: MapSchema, value: Record<string, unknown>): Map<string, unknown> {
    const itemSchema = readableValue(schema);
    const map = new Map<string, unknown>();
    const failures = new Map<string, Failure>();
    for (const [key, item] of Object.entries(value)) {
      map.set(key, this.#element(itemSchema, item));
      if (isUnreadable(item)) failures.set(key, item.$unreadable);
    }
    return raiseOn(map, failures, missingIsUnknown(schema) ? 'unknown' : 'absent');
  }

  /** Something of the right type that raises as soon as it is looked into; of a scalar something that its map does not hand out. */
  #standIn(schema: JsonSchema, failure: Failure): unknown {
    switch (schema.type) {
      case 'object':
        return raiseAlways(isMapSchema(schema) ? new Map<string, unknown>() : new (this.#classOf(schema))(), failure);
      case 'integer':
        return 0n;
      case 'number':
        return 0;
      case 'boolean':
        return false;
      case 'array':
        return [];
      case 'string':
        return '';
    }
  }
}
