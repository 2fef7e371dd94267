import { failOn, references, ruleIds, severity, text } from './schema-parts.ts';

const MAX_CONTROLS = 2000;

/** JSON Schema of `controls.yaml`. */
export const controlsSchema = {
  type: 'object',
  properties: {
    controls: {
      type: 'array',
      minItems: 1,
      maxItems: MAX_CONTROLS,
      items: {
        type: 'object',
        properties: {
          id: { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9.()_-]*$', examples: ['1.1.1.1'] },
          title: text,
          level: { type: 'integer', minimum: 0, maximum: 9 },
          severity,
          mode: { enum: ['automated', 'manual'] },
          rules: ruleIds,
          status: { enum: ['runtime-only', 'manual', 'inherently-met'] },
          reason: text,
          partial: text,
          difference: text,
          references,
        },
        required: ['id', 'title'],
        dependentRequired: { status: ['reason'] },
        additionalProperties: false,
        examples: [{ id: '1.3.1', title: 'dm-verity opens the root filesystem', rules: ['baseline:verity/covers-root'] }],
      },
    },
  },
  required: ['controls'],
  additionalProperties: false,
} as const;

/** JSON Schema of `profiles/<name>.yaml`. */
export const profileSchema = {
  type: 'object',
  properties: {
    title: text,
    controls: {
      type: 'object',
      properties: {
        all: { const: true },
        levels: { type: 'array', items: { type: 'integer' }, minItems: 1, examples: [[1, 2]] },
        ids: { type: 'array', items: text, minItems: 1, examples: [['1.3.1']] },
      },
      minProperties: 1,
      additionalProperties: false,
      examples: [{ levels: [1] }],
    },
    rules: ruleIds,
    severities: { type: 'object', additionalProperties: severity, examples: [{ 'baseline:files/no-shell': 'critical' }] },
    failOn,
  },
  required: ['title'],
  additionalProperties: false,
} as const;
