/** The part of JSON Schema 2020-12 that facts are described in. */
export interface JsonSchema {
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object';
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minimum?: number;
  /** For readers of the schema and for rules; see `map`. */
  readonly $comment?: string;
  readonly items?: JsonSchema | { readonly anyOf: readonly [JsonSchema, JsonSchema] };
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  /** Of maps: what each value is. */
  readonly additionalProperties?: false | JsonSchema | { readonly anyOf: readonly [JsonSchema, JsonSchema] };
}

/** A JSON Schema that knows the TypeScript type of the values it admits, so that the two cannot differ. */
export interface Schema<T> {
  readonly json: JsonSchema;
  readonly optional?: true;
  /** Never set; carries the type. */
  readonly type?: T;
}

export interface OptionalSchema<T> extends Schema<T> {
  readonly optional: true;
}

/** The TypeScript type of a schema's values. */
export type Infer<S> = S extends Schema<infer T> ? T : never;

type Fields = Readonly<Record<string, Schema<unknown>>>;
type OptionalKeys<F extends Fields> = { [K in keyof F]: F[K] extends OptionalSchema<unknown> ? K : never }[keyof F];
type ObjectOf<F extends Fields> = { readonly [K in Exclude<keyof F, OptionalKeys<F>>]: Infer<F[K]> } & {
  readonly [K in OptionalKeys<F>]?: Infer<F[K]>;
};

export function string(description: string, options: { readonly pattern?: string } = {}): Schema<string> {
  return { json: { type: 'string', description, ...options } };
}

export function oneOf<const V extends readonly string[]>(values: V, description: string): Schema<V[number]> {
  return { json: { type: 'string', enum: values, description } };
}

/** An integer within ±(2^53 - 1); larger ones are decimal or hexadecimal strings. */
export function integer(description: string): Schema<number> {
  return { json: { type: 'integer', description } };
}

export function boolean(description: string): Schema<boolean> {
  return { json: { type: 'boolean', description } };
}

/** A list whose elements are all readable. */
export function array<T>(item: Schema<T>, description: string): Schema<readonly T[]> {
  return { json: { type: 'array', description, items: item.json } };
}

export function object<const F extends Fields>(fields: F, description?: string): Schema<ObjectOf<F>> {
  const names = Object.keys(fields);
  return {
    json: {
      type: 'object',
      ...(description === undefined ? {} : { description }),
      properties: Object.fromEntries(names.map((name) => [name, fields[name]!.json])),
      required: names.filter((name) => fields[name]!.optional !== true),
      additionalProperties: false,
    },
  };
}

export function optional<T>(schema: Schema<T>): OptionalSchema<T> {
  return { ...schema, optional: true };
}
