import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';
import { attestationsSchema, tailoringSchema } from '../tailoring/tailoring-schemas.ts';
import { controlsSchema, profileSchema } from './framework-schemas.ts';
import { leftOutSchema } from './left-out.ts';
import { packSchema, ruleSchema, tableSchema } from './pack-schemas.ts';

const ajv = new Ajv2020({ strict: true, validateSchema: true });

it.each([
  ['pack.yaml', packSchema],
  ['a rule', ruleSchema],
  ['a table', tableSchema],
  ['controls.yaml', controlsSchema],
  ['a profile', profileSchema],
  ['left-out.yaml', leftOutSchema],
  ['staticfire.yaml', tailoringSchema],
  ['attestations.yaml', attestationsSchema],
])('the schema of %s is one that ajv takes strictly, meta-schema included', (_, schema) => {
  expect(() => ajv.compile(schema)).not.toThrow();
});

it('a schema that breaks the meta-schema would be noticed', () => {
  expect(() => ajv.compile({ type: 'strung' })).toThrow();
});
