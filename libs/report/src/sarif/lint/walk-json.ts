import { isObject, type JsonObject } from './json-view.ts';

export type JsonPath = readonly (string | number)[];

/** Every object in the value, itself included, with its path; property bags are left out, since nothing in them is SARIF. */
export function walkObjects(value: unknown, visit: (object: JsonObject, path: JsonPath) => void, path: JsonPath = []): void {
  if (Array.isArray(value)) {
    for (const [index, element] of value.entries()) if (typeof element === 'object') walkObjects(element, visit, [...path, index]);
    return;
  }
  if (!isObject(value)) return;
  visit(value, path);
  for (const [name, member] of Object.entries(value)) if (typeof member === 'object' && name !== 'properties') walkObjects(member, visit, [...path, name]);
}
