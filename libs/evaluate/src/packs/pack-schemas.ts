const text = { type: 'string', minLength: 1 };
const variableNames = { type: 'string', pattern: '^[a-z][A-Za-z0-9]*$' };

/** JSON Schema of `pack.yaml`. */
export const packSchema = {
  type: 'object',
  properties: {
    id: { type: 'string', pattern: '^[a-z][a-z0-9.-]*$' },
    version: { type: 'string', pattern: '^[0-9]+\\.[0-9]+\\.[0-9]+$' },
    title: text,
    source: text,
    licence: text,
    eras: text,
    requires: { type: 'array', items: text },
  },
  required: ['id', 'version', 'title', 'source', 'licence', 'eras'],
  additionalProperties: false,
} as const;

const caseSchema = {
  type: 'object',
  properties: {
    name: text,
    given: { type: 'object' },
    mode: { enum: ['release', 'node'] },
    expect: { enum: ['pass', 'fail', 'unknown', 'not-applicable'] },
    subjects: { type: 'array', items: { type: 'string' } },
  },
  required: ['name', 'expect'],
  additionalProperties: false,
} as const;

/** JSON Schema of `rules/<area>/<name>.yaml`. */
export const ruleSchema = {
  type: 'object',
  properties: {
    title: text,
    failTitle: text,
    severity: { enum: ['critical', 'high', 'medium', 'low', 'info'] },
    securitySeverity: { type: 'number', minimum: 0, maximum: 10 },
    rationale: text,
    remediation: text,
    references: { type: 'object', additionalProperties: { type: 'array', items: text } },
    facts: { type: 'object', propertyNames: variableNames, additionalProperties: text, minProperties: 1 },
    whenAbsent: { enum: ['fail', 'pass', 'unknown', 'not-applicable'] },
    appliesWhen: text,
    forEach: text,
    as: variableNames,
    subject: text,
    assert: text,
    cases: { type: 'array', items: caseSchema, minItems: 1 },
  },
  required: ['title', 'failTitle', 'severity', 'securitySeverity', 'rationale', 'remediation', 'references', 'facts', 'whenAbsent', 'assert', 'cases'],
  dependentRequired: { forEach: ['as', 'subject'], as: ['forEach'], subject: ['forEach'] },
  additionalProperties: false,
} as const;
