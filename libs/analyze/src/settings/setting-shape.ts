/** What a setting holds. Every table's fields are optional. */
export type SettingShape =
  | TextShape
  | IntegerShape
  | { readonly kind: 'boolean' }
  | TextsShape
  | { readonly kind: 'rows' }
  | TableShape
  | MapShape
  | TablesShape;

export interface TextShape {
  readonly kind: 'text';
  /** Its value never leaves the file it stands in. */
  readonly secret?: true;
  /** The only texts that Bottlerocket takes. */
  readonly words?: readonly string[];
  /** A number is taken, too, for its digits. */
  readonly fromInteger?: true;
}

export interface IntegerShape {
  readonly kind: 'integer';
  /** Digits in a text are taken, too. */
  readonly fromText?: true;
  /** Texts that stand for a number. */
  readonly words?: Readonly<Record<string, number>>;
}

export interface TextsShape {
  readonly kind: 'texts';
  /** A text alone is taken, too, for a list of one. */
  readonly fromOne?: true;
}

export interface TableShape {
  readonly kind: 'table';
  readonly fields: Readonly<Record<string, SettingShape>>;
  /** Other names that Bottlerocket takes for a field. */
  readonly aliases?: Readonly<Record<string, string>>;
}

/** Values by name: of a container, a module, a kernel parameter. */
export interface MapShape {
  readonly kind: 'map';
  readonly item: SettingShape;
}

export interface TablesShape {
  readonly kind: 'tables';
  readonly fields: Readonly<Record<string, SettingShape>>;
  /** Other forms that are taken: `[key, rest]` pairs, a map from `key` to `rest`, texts for `key` alone, a map from names to tables. */
  readonly from?: { readonly key: string; readonly rest?: string; readonly forms: readonly ('pairs' | 'map' | 'text' | 'names')[] };
}

export const text: TextShape = { kind: 'text' };
export const secret: TextShape = { kind: 'text', secret: true };
export const integer: IntegerShape = { kind: 'integer' };
export const boolean: SettingShape = { kind: 'boolean' };
export const texts: TextsShape = { kind: 'texts' };
export const rows: SettingShape = { kind: 'rows' };

export function oneOf(...words: readonly string[]): TextShape {
  return { kind: 'text', words };
}

export function table(fields: TableShape['fields'], aliases?: TableShape['aliases']): TableShape {
  return { kind: 'table', fields, ...(aliases === undefined ? {} : { aliases }) };
}

export function mapOf(item: SettingShape): MapShape {
  return { kind: 'map', item };
}

/** Fields of the same shape under several names. */
export function each(names: string, shape: SettingShape): Readonly<Record<string, SettingShape>> {
  return Object.fromEntries(names.split(/\s+/).map((name) => [name, shape]));
}
