import type { JsonSchema } from '@staticfire/facts';
import { factCatalogue } from '../catalogue.ts';

const known = new Map<string, boolean>([['settings.effective', true]]);

/** Whether values of a fact can name lines of files, by its schema: most cannot, and need not be searched. Of settings settings.origins does. */
export function namesPlaces(fact: string): boolean {
  const before = known.get(fact);
  if (before !== undefined) return before;
  const schema = factCatalogue.find(({ name }) => name === fact)?.schema.json;
  const found = schema !== undefined && hasPlace(schema, false);
  known.set(fact, found);
  return found;
}

/** `named`: an object around has a path. */
function hasPlace(schema: JsonSchema, named: boolean): boolean {
  const { properties = {}, items, additionalProperties } = schema;
  const around = named || 'path' in properties;
  if ('file' in properties || (around && ('line' in properties || 'from' in properties))) return true;
  const inner = [...alternatives(items), ...alternatives(additionalProperties === false ? undefined : additionalProperties), ...Object.values(properties)];
  return inner.some((each) => hasPlace(each, around));
}

function alternatives(schema: JsonSchema['items']): readonly JsonSchema[] {
  return schema === undefined ? [] : 'anyOf' in schema ? schema.anyOf : [schema];
}
