import type { AssertionKind } from './assertion.ts';
import { allowRulesSchema } from './kinds/allow-rules.ts';
import { canSchema } from './kinds/can.ts';
import { contextSchema } from './kinds/context.ts';
import { fileLabelSchema } from './kinds/file-label.ts';
import { flowNoneSchema } from './kinds/flow-none.ts';
import { kernelClassesSchema } from './kinds/kernel-classes.ts';
import { labelsSchema } from './kinds/labels.ts';
import { levelSchema } from './kinds/level.ts';
import { modulesMatchSchema } from './kinds/modules-match.ts';
import { neverSchema } from './kinds/never.ts';
import { neverallowsHoldSchema } from './kinds/neverallows-hold.ts';
import { noPermissiveSchema } from './kinds/no-permissive.ts';
import { onlySchema } from './kinds/only.ts';
import { propertySchema } from './kinds/property.ts';
import { relabelSchema } from './kinds/relabel.ts';
import { roExecsSchema } from './kinds/ro-execs.ts';
import { roKmodsSchema } from './kinds/ro-kmods.ts';
import { roleAllowsSchema } from './kinds/role-allows.ts';
import { transitionsSchema } from './kinds/transitions.ts';
import { typeTransitionSchema } from './kinds/type-transition.ts';
import { typeattrSchema } from './kinds/typeattr.ts';
import { unchangedSchema } from './kinds/unchanged.ts';
import type { SchemaObject } from './schema-parts.ts';

const KINDS: Readonly<Record<AssertionKind, SchemaObject>> = {
  property: propertySchema,
  no_permissive: noPermissiveSchema,
  never: neverSchema,
  only: onlySchema,
  can: canSchema,
  level: levelSchema,
  relabel: relabelSchema,
  transitions: transitionsSchema,
  ro_execs: roExecsSchema,
  allow_rules: allowRulesSchema,
  ro_kmods: roKmodsSchema,
  role_allows: roleAllowsSchema,
  type_transition: typeTransitionSchema,
  context: contextSchema,
  typeattr: typeattrSchema,
  flow_none: flowNoneSchema,
  kernel_classes: kernelClassesSchema,
  unchanged: unchangedSchema,
  neverallows_hold: neverallowsHoldSchema,
  modules_match: modulesMatchSchema,
  labels: labelsSchema,
  file_label: fileLabelSchema,
};

function ruleFor(kind: string): SchemaObject {
  // biome-ignore lint/suspicious/noThenProperty: the word is JSON Schema's.
  return { if: { properties: { assert: { const: kind } }, required: ['assert'] }, then: { $ref: `#/$defs/${kind}` } };
}

/** JSON Schema 2020-12 of one assertion. The kind decides which part applies, so that errors are about that kind only. */
export const assertionSchema: SchemaObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'an assertion about an SELinux policy',
  type: 'object',
  properties: { assert: { title: 'what is asserted', enum: Object.keys(KINDS) } },
  required: ['assert'],
  allOf: Object.keys(KINDS).map(ruleFor),
  $defs: KINDS,
};

/** Classes and permissions by which packs name permissions of several classes at once. */
export const classMapsSchema: SchemaObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'class maps',
  type: 'object',
  additionalProperties: {
    title: 'the permissions of a class map',
    type: 'object',
    additionalProperties: {
      title: 'permissions by class',
      type: 'object',
      additionalProperties: { title: 'permissions of a class', type: 'array', items: { type: 'string', minLength: 1 }, minItems: 1 },
      minProperties: 1,
    },
    minProperties: 1,
  },
};
