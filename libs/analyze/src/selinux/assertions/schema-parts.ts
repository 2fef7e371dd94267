/** A part of JSON Schema 2020-12. */
export type SchemaObject = Readonly<Record<string, unknown>>;

const name = { type: 'string', minLength: 1 } as const;

export const nameSchema = (title: string): SchemaObject => ({ title, ...name });

/** Types, aliases and attributes; `-x` leaves x out, `*` stands for every type. */
export const namesSchema = (title: string, minItems = 1): SchemaObject => ({ title, type: 'array', items: name, minItems });

export const setSchema = (title: string): SchemaObject => ({
  title,
  type: 'object',
  properties: {
    exactly: namesSchema('these and no others', 0),
    at_most: namesSchema('no others than these', 0),
    at_least: namesSchema('these and perhaps others'),
  },
  additionalProperties: false,
  minProperties: 1,
});

export const accessSchema = (title: string): SchemaObject => ({
  title,
  type: 'object',
  additionalProperties: { title: 'permissions of a class or class map', anyOf: [name, { type: 'array', items: name, minItems: 1 }] },
  minProperties: 1,
});

export const rulesSchema: SchemaObject = { title: 'which conditional rules count', enum: ['any', 'default'] };

/** What every assertion about names may say. */
const leniency = {
  missing: { title: 'names that the policy does not define are passed over', const: 'ok' },
  empty: { title: 'sets without members are no error', const: 'ok' },
} as const;

/** The schema of one kind: `assert` with its name, its own properties and nothing else. */
export function kindSchema(kind: string, properties: SchemaObject, required: readonly string[]): SchemaObject {
  return {
    title: `the assertion ${kind}`,
    type: 'object',
    properties: { assert: { const: kind }, ...leniency, ...properties },
    required: ['assert', ...required],
    additionalProperties: false,
  };
}
