import { classMapsSchema } from '@staticfire/analyze/selinux/assertions';
import { references, severity, text, variableNames } from './schema-parts.ts';
import { selinuxStatementSchema } from './selinux-statement.ts';
import { valueTypes } from './value-type.ts';

const MAX_ROWS = 2000;
const { $schema, ...classMaps } = classMapsSchema;

/** JSON Schema of `pack.yaml`. */
export const packSchema = {
  type: 'object',
  properties: {
    id: { type: 'string', pattern: '^[a-z][a-z0-9.-]*$', examples: ['cis-bottlerocket'] },
    version: { type: 'string', pattern: '^[0-9]+\\.[0-9]+\\.[0-9]+$', examples: ['1.0.0'] },
    title: text,
    source: text,
    licence: text,
    eras: text,
    requires: { type: 'array', items: text, maxItems: 64, examples: [['baseline']] },
    parameters: {
      type: 'object',
      propertyNames: variableNames,
      maxProperties: 200,
      additionalProperties: {
        type: 'object',
        properties: { description: text, type: { enum: valueTypes }, default: {} },
        required: ['description', 'type', 'default'],
        additionalProperties: false,
        examples: [{ description: 'Programs that may be setuid', type: 'strings', default: ['/usr/bin/mount'] }],
      },
    },
    classMaps,
  },
  required: ['id', 'version', 'title', 'source', 'licence', 'eras'],
  additionalProperties: false,
} as const;

const caseSchema = {
  type: 'object',
  properties: {
    name: text,
    row: { anyOf: [text, { type: 'array', items: text, minItems: 1 }], title: 'a row, or a list of rows,' },
    given: { type: 'object' },
    parameters: { type: 'object' },
    mode: { enum: ['release', 'node'] },
    today: { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\d$' },
    expect: { enum: ['pass', 'fail', 'unknown', 'not-applicable'] },
    subjects: { type: 'array', items: { type: 'string' } },
  },
  required: ['name', 'expect'],
  additionalProperties: false,
  examples: [{ name: 'a stock image', expect: 'pass' }],
} as const;

/** What a row of a table may say instead of its template. */
const rowTexts = {
  title: text,
  failTitle: text,
  severity,
  securitySeverity: { type: 'number', minimum: 0, maximum: 10 },
  rationale: text,
  remediation: text,
  references,
} as const;

const ruleProperties = {
  ...rowTexts,
  decidedBy: { enum: ['image', 'image+userdata'] },
  facts: { type: 'object', propertyNames: variableNames, additionalProperties: text, minProperties: 1, examples: [{ table: 'verity.table' }] },
  whenAbsent: { enum: ['fail', 'pass', 'unknown', 'not-applicable'] },
  appliesWhen: text,
  forEach: text,
  as: variableNames,
  subject: text,
  assert: text,
  cases: { type: 'array', items: caseSchema, minItems: 1 },
} as const;

const ruleRequired = ['title', 'failTitle', 'severity', 'securitySeverity', 'rationale', 'remediation', 'references', 'facts', 'whenAbsent', 'cases'] as const;
const ruleDependencies = { forEach: ['as', 'subject'], as: ['forEach'], subject: ['forEach'] } as const;

/** JSON Schema of `rules/<area>/<name>.yaml`. */
export const ruleSchema = {
  type: 'object',
  properties: { ...ruleProperties, selinux: selinuxStatementSchema },
  required: ruleRequired,
  dependentRequired: ruleDependencies,
  additionalProperties: false,
} as const;

/** JSON Schema of `tables/<name>.yaml`; the columns of a row are checked against `columns` afterwards. */
export const tableSchema = {
  type: 'object',
  properties: {
    ...ruleProperties,
    columns: {
      type: 'object',
      propertyNames: variableNames,
      additionalProperties: { enum: valueTypes },
      minProperties: 1,
      maxProperties: 50,
      examples: [{ option: 'string' }],
    },
    defaults: { type: 'object', propertyNames: variableNames, examples: [{ since: 0 }] },
    rows: {
      type: 'array',
      minItems: 1,
      maxItems: MAX_ROWS,
      items: {
        type: 'object',
        properties: { id: { type: 'string', pattern: '^[a-z0-9][a-z0-9.-]*$', examples: ['debug-list'] }, ...rowTexts },
        required: ['id'],
      },
    },
  },
  required: [...ruleRequired, 'assert', 'columns', 'rows'],
  dependentRequired: ruleDependencies,
  additionalProperties: false,
} as const;
