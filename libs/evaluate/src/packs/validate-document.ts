import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { nearestWord } from './nearest-word.ts';
import type { PackDocument, YamlPath } from './pack-document.ts';
import type { PackProblem } from './pack-problem.ts';

const MAX_ERRORS = 100;

/** Our own schemas; `pack-schemas.spec.ts` holds them against the meta-schema and ajv's strict mode, which with optimised code would be most of a start's time here. */
const ajv = new Ajv2020({ strict: false, allErrors: true, verbose: true, meta: false, validateSchema: false, code: { optimize: false } });
const compiled = new Map<object, ValidateFunction>();

/** Checks a document against one of the pack schemas. True when it fits. */
export function validateDocument(document: PackDocument, schema: object, problems: PackProblem[]): boolean {
  let validate = compiled.get(schema);
  if (validate === undefined) {
    validate = ajv.compile(schema);
    compiled.set(schema, validate);
  }
  if (validate(document.value)) return true;
  // That a part for one kind does not fit is told by what does not fit in it.
  const all = validate.errors ?? [];
  const inner = all.filter(({ keyword }) => keyword !== 'if');
  const told = inner.length > 0 ? inner : all;
  const errors = new Map(told.map((error) => [`${error.instancePath} ${explain(error)}`, error]));
  for (const error of [...errors.values()].slice(0, MAX_ERRORS)) problems.push(document.problem(pathOf(error), explain(error), exampleOf(error)));
  return false;
}

function pathOf({ instancePath, params }: ErrorObject): YamlPath {
  const steps = instancePath
    .split('/')
    .slice(1)
    .map((step) => (/^[0-9]+$/.test(step) ? Number(step) : step.replaceAll('~1', '/').replaceAll('~0', '~')));
  return 'additionalProperty' in params ? [...steps, params['additionalProperty'] as string] : steps;
}

/** What stands there instead of what is needed; a schema's title tells that in words. */
function explain({ keyword, message, params, parentSchema }: ErrorObject): string {
  if (keyword === 'additionalProperties') {
    const nearest = nearestWord(params['additionalProperty'], Object.keys(parentSchema?.['properties'] ?? {}));
    return `'${params['additionalProperty']}' is not known here${nearest === undefined ? '' : `; did you mean '${nearest}'?`}`;
  }
  const needed: unknown = parentSchema?.['title'];
  if (typeof needed === 'string') return `${needed} is needed${keyword === 'enum' ? `: ${allowed(params)}` : ''}`;
  if (keyword === 'minLength' && params['limit'] === 1) return 'must not be empty';
  if (keyword === 'enum') return `must be ${allowed(params)}`;
  if (keyword === 'type') return `must be ${[params['type']].flat().join(' or ')}`;
  if (keyword === 'const') return `must be ${JSON.stringify(params['allowedValue'])}`;
  return message ?? 'does not fit the schema';
}

function allowed(params: ErrorObject['params']): string {
  return `one of ${(params['allowedValues'] as unknown[]).join(', ')}`;
}

function exampleOf({ parentSchema }: ErrorObject): { readonly example?: string } {
  const example: unknown = parentSchema?.['examples']?.[0];
  return example === undefined ? {} : { example: JSON.stringify(example) };
}
