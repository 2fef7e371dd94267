import type { ErrorObject, ValidateFunction } from 'ajv';
import Ajv from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import { printable } from '../../printable.ts';
import type { LintPlace } from './lint-problem.ts';
import schema from './sarif-schema-2.1.0.json' with { type: 'json' };

/** Of a longer file only the first misfit is told: errors of a hostile one would be many times its size. */
const ALL_ERRORS_LENGTH = 1024 * 1024;
const MAX_VALUES = 12;

/** What the schema of OASIS refuses. `length` is that of the document as text. */
export function checkSchema(log: unknown, length: number): readonly LintPlace[] {
  const validate = validator(length <= ALL_ERRORS_LENGTH);
  if (validate(log)) return [];
  const told = (validate.errors ?? []).filter(({ schemaPath }) => !/\/(anyOf|oneOf)\/\d/.test(schemaPath));
  const places = told.map((error) => ({ pointer: error.instancePath, what: explain(error) }));
  return [...new Map(places.map((place) => [`${place.pointer} ${place.what}`, place])).values()];
}

const compiled = new Map<boolean, ValidateFunction>();

function validator(allErrors: boolean): ValidateFunction {
  const known = compiled.get(allErrors) ?? compile(allErrors);
  compiled.set(allErrors, known);
  return known;
}

function compile(allErrors: boolean): ValidateFunction {
  const ajv = new Ajv.default({ strict: false, allErrors, validateSchema: false, logger: false, verbose: true });
  addFormats.default(ajv, ['uri', 'uri-reference', 'date-time']);
  ajv.removeKeyword('uniqueItems');
  ajv.addKeyword({
    keyword: 'uniqueItems',
    type: 'array',
    schemaType: 'boolean',
    validate: hasUniqueItems,
    error: { message: 'must not hold equal elements' },
  });
  return ajv.compile(schema);
}

/** ajv compares each element with each other; this takes time linear in the text. */
function hasUniqueItems(wanted: boolean, items: readonly unknown[]): boolean {
  return !wanted || new Set(items.map(canonical)).size === items.length;
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : member,
  );
}

function explain({ keyword, message, params, parentSchema }: ErrorObject): string {
  if (keyword === 'anyOf' || keyword === 'oneOf') {
    const alternatives = (parentSchema?.[keyword] ?? []) as readonly { readonly required?: readonly string[] }[];
    return `must have ${alternatives.map(({ required }) => required?.join(' and ')).join(', or ')}`;
  }
  if (keyword === 'additionalProperties') return `the member ${printable(String(params['additionalProperty']))} is not known here`;
  if (keyword === 'required') return `the member ${params['missingProperty']} is missing`;
  if (keyword === 'enum') return `must be one of ${(params['allowedValues'] as readonly unknown[]).slice(0, MAX_VALUES).join(', ')}`;
  return message ?? 'does not fit';
}
