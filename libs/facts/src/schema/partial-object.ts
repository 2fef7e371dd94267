import type { Failure } from '../failure.ts';
import { UNREADABLE_FIELDS, unreadableFieldsJson } from './map.ts';
import type { JsonSchema, Schema } from './schema.ts';

/** The value of an object whose fields are all optional and can be unreadable one by one. */
export interface PartialObject {
  readonly [UNREADABLE_FIELDS]?: Readonly<Record<string, Failure>>;
  readonly [field: string]: unknown;
}

/** An object whose fields are all optional and can be unreadable one by one: `{ a: 1, $unreadableFields: { b: failure } }`. */
export function partialObject(fields: Readonly<Record<string, Schema<unknown>>>, description?: string): Schema<PartialObject> {
  const properties: Record<string, JsonSchema> = Object.fromEntries(Object.entries(fields).map(([name, { json }]) => [name, json]));
  return {
    json: {
      type: 'object',
      ...(description === undefined ? {} : { description }),
      properties: { ...properties, [UNREADABLE_FIELDS]: unreadableFieldsJson },
      required: [],
      additionalProperties: false,
    },
  };
}
