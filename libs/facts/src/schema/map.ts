import { failureSchema } from '../failure.ts';
import { type Unreadable, unreadableElement } from './list.ts';
import type { Schema } from './schema.ts';

/** The mark, in a published schema, of a map that does not hold everything there is. */
export const MISSING_IS_UNKNOWN = 'missing: unknown';

export interface MapOptions {
  /** A key that is not there is one that nothing is known of, not one that does not exist. */
  readonly missing?: 'unknown';
}

/** Values by name, which can be unreadable one by one. Build values with `Object.fromEntries`: names come from images. */
export function map<T>(item: Schema<T>, description: string, { missing }: MapOptions = {}): Schema<Readonly<Record<string, T | Unreadable>>> {
  const values = { anyOf: [item.json, unreadableElement.json] as const };
  return { json: { type: 'object', description, ...(missing === undefined ? {} : { $comment: MISSING_IS_UNKNOWN }), additionalProperties: values } };
}

/** The member of an object's value that tells, by field, what could not be read. */
export const UNREADABLE_FIELDS = '$unreadableFields';

/** By field, why it could not be read. */
export const unreadableFieldsJson = {
  type: 'object',
  description: 'Fields that could not be read, which the object then does not have, and why',
  additionalProperties: failureSchema.json,
} as const;
