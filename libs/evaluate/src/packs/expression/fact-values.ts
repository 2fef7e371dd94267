import { type Failure, isUnreadable, type JsonSchema, UNREADABLE_FIELDS } from '@staticfire/facts';
import { defer } from './defer.ts';
import { isAlwaysThere, isMapSchema, type MapSchema, missingIsUnknown, readableItem, readableValue } from './map-schema.ts';
import { raiseAlways, raiseOn } from './unreadable.ts';

export type MapClass = new () => Map<string, unknown>;
export type ObjectSchema = JsonSchema & { readonly properties: Readonly<Record<string, JsonSchema>> };

interface Member {
  readonly name: string;
  readonly member: JsonSchema;
  readonly alwaysThere: boolean;
}

/** Converts values of facts for CEL: integers as BigInt, objects as typed maps, absent members left out, unreadable ones raise when touched. */
export class FactValues {
  readonly #classOf: (schema: JsonSchema) => MapClass;
  readonly #deferFrom: number;
  readonly #members = new Map<ObjectSchema, readonly Member[]>();

  /** `classOf` gives the class by which CEL knows an object's type. Lists and tables of at least `deferFrom` entries are converted when they are looked at. */
  constructor(classOf: (schema: JsonSchema) => MapClass, deferFrom: number) {
    this.#classOf = classOf;
    this.#deferFrom = deferFrom;
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
    const long: string[] = [];
    for (const { name, member, alwaysThere } of this.#membersOf(schema)) {
      const field = Object.hasOwn(value, name) ? value[name] : undefined;
      if (Array.isArray(field) && field.length >= this.#deferFrom) {
        map.set(name, field);
        long.push(name);
      } else if (field !== undefined) map.set(name, this.convert(member, field));
      else if (alwaysThere) map.set(name, this.convert(member, {}));
    }
    const whole = long.length === 0 ? map : defer(map, long, (name) => this.convert(schema.properties[name]!, value[name]));
    const failures = value[UNREADABLE_FIELDS] as Record<string, Failure> | undefined;
    return failures === undefined ? whole : raiseOn(whole, new Map(Object.entries(failures)), 'absent');
  }

  #membersOf(schema: ObjectSchema): readonly Member[] {
    let members = this.#members.get(schema);
    if (members === undefined) {
      members = Object.entries(schema.properties)
        .filter(([name]) => name !== UNREADABLE_FIELDS)
        .map(([name, member]) => ({ name, member, alwaysThere: isAlwaysThere(schema, member) }));
      this.#members.set(schema, members);
    }
    return members;
  }

  #map(schema: MapSchema, value: Record<string, unknown>): Map<string, unknown> {
    const itemSchema = readableValue(schema);
    const keys = Object.keys(value);
    const make = (key: string) => this.#element(itemSchema, value[key]);
    const deferred = keys.length >= this.#deferFrom;
    const map = new Map<string, unknown>();
    const failures = new Map<string, Failure>();
    for (const key of keys) {
      const item = value[key];
      map.set(key, deferred ? item : make(key));
      if (isUnreadable(item)) failures.set(key, item.$unreadable);
    }
    return raiseOn(deferred ? defer(map, keys, make) : map, failures, missingIsUnknown(schema) ? 'unknown' : 'absent');
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
