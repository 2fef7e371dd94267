import type { SettingShape, TableShape } from '@staticfire/analyze/settings';
import { array, boolean, integer, map, object, oneOf, optional, type PartialObject, partialObject, type Schema, string } from '@staticfire/facts';

const secretSchema = object({ redacted: boolean('Always true: there is a value, which is not kept') }, 'A secret that is set');

/** The schema of what a settings table holds; every field is optional and can be unreadable on its own. */
export function tableSchema({ fields }: Pick<TableShape, 'fields'>, key: string): Schema<PartialObject> {
  return partialObject(Object.fromEntries(Object.entries(fields).map(([name, shape]) => [name, schemaOf(shape, `${key}.${name}`)])), key);
}

function schemaOf(shape: SettingShape, key: string): Schema<unknown> {
  switch (shape.kind) {
    case 'text':
      return shape.secret ? secretSchema : shape.words === undefined ? string(key) : oneOf(shape.words, key);
    case 'integer':
      return integer(key);
    case 'boolean':
      return boolean(key);
    case 'texts':
      return array(string(''), key);
    case 'rows':
      return array(array(string(''), ''), key);
    case 'table':
      return tableSchema(shape, key);
    case 'map':
      return map(schemaOf(shape.item, `${key}.*`), key);
    case 'tables':
      return array(
        object(Object.fromEntries(Object.entries(shape.fields).map(([name, field]) => [name, optional(schemaOf(field, `${key}[].${name}`))])), key),
        key,
      );
  }
}
