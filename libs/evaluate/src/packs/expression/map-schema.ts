import { type JsonSchema, MISSING_IS_UNKNOWN, UNREADABLE_FIELDS } from '@staticfire/facts';

export type MapSchema = JsonSchema & { readonly additionalProperties: object };

export function isMapSchema(schema: JsonSchema): schema is MapSchema {
  return typeof schema.additionalProperties === 'object';
}

/** Keys that the map lacks are keys that nothing is known of. */
export function missingIsUnknown(schema: JsonSchema): boolean {
  return schema.$comment === MISSING_IS_UNKNOWN;
}

/** The schema of a map's readable values. */
export function readableValue(schema: MapSchema): JsonSchema {
  const values = schema.additionalProperties;
  return 'anyOf' in values ? (values.anyOf as readonly [JsonSchema, JsonSchema])[0] : (values as JsonSchema);
}

/** A table of an object whose fields can be unreadable one by one is always there for expressions, empty when the fact does not have it. */
export function isAlwaysThere(parent: JsonSchema, member: JsonSchema): boolean {
  return isPartial(parent) && (isMapSchema(member) || isPartial(member));
}

function isPartial({ properties }: JsonSchema): boolean {
  return properties !== undefined && Object.hasOwn(properties, UNREADABLE_FIELDS);
}

/** The schema of a list's readable elements. */
export function readableItem(schema: JsonSchema): JsonSchema {
  const items = schema.items!;
  return 'anyOf' in items ? items.anyOf[0] : (items as JsonSchema);
}
