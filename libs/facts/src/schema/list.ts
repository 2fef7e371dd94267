import { type Failure, failureSchema } from '../failure.ts';
import { object, type Schema } from './schema.ts';

/** An element of a list that could not be read; also the last element of a list that was cut short. */
export interface Unreadable {
  readonly $unreadable: Failure;
}

/** Stands in the place of an element of a list or a value of a map. */
export const unreadableElement = object({ $unreadable: failureSchema }, 'An element that could not be read');

/** A list of objects whose elements can be unreadable one by one. A rule over it can fail, but not pass, while one is. */
export function list<T extends object>(item: Schema<T>, description: string): Schema<readonly (T | Unreadable)[]> {
  return { json: { type: 'array', description, items: { anyOf: [item.json, unreadableElement.json] } } };
}

export function isUnreadable(element: unknown): element is Unreadable {
  return typeof element === 'object' && element !== null && '$unreadable' in element;
}
