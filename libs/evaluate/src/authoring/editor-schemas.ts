import type { FactDeclaration } from '@staticfire/facts';
import { controlsSchema, leftOutSchema, POLICY_FACT, packSchema, profileSchema, ruleSchema, tableSchema } from '../packs/index.ts';
import { attestationsSchema, tailoringSchema } from '../tailoring/tailoring-schemas.ts';
import { describeMembers, type SchemaNode } from './describe-members.ts';
import { editorSchemaNames } from './editor-schema-names.ts';

type Kind = keyof typeof editorSchemaNames;

const VERSION = 1;
const TITLES: Readonly<Record<Kind, string>> = {
  pack: 'staticfire pack.yaml',
  rule: 'staticfire rules/<area>/<name>.yaml',
  table: 'staticfire tables/<name>.yaml',
  controls: 'staticfire controls.yaml',
  profile: 'staticfire profiles/<name>.yaml',
  leftOut: 'staticfire left-out.yaml',
  samples: 'staticfire samples.yaml',
  tailoring: 'staticfire.yaml',
  attestations: 'staticfire attestations.yaml',
};

/** The JSON Schemas (2020-12) of everything that users write, by file name; with the facts of the catalogue where a document names facts. */
export function editorSchemas(catalogue: readonly FactDeclaration[]): ReadonlyMap<string, SchemaNode> {
  const bodies: Readonly<Record<Kind, SchemaNode>> = {
    pack: packSchema,
    rule: withFactNames(ruleSchema, catalogue),
    table: withFactNames(tableSchema, catalogue),
    controls: controlsSchema,
    profile: profileSchema,
    leftOut: leftOutSchema,
    samples: samplesSchema(catalogue),
    tailoring: tailoringSchema,
    attestations: attestationsSchema,
  };
  const kinds = Object.keys(editorSchemaNames) as Kind[];
  return new Map(
    kinds.map((kind) => [editorSchemaNames[kind], { ...envelope(kind), ...(kind === 'samples' ? bodies.samples : describeMembers(bodies[kind])) }]),
  );
}

function envelope(kind: Kind): SchemaNode {
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', $id: `urn:staticfire:schema:${kind}:${VERSION}`, title: TITLES[kind] };
}

function withFactNames(schema: SchemaNode, catalogue: readonly FactDeclaration[]): SchemaNode {
  const properties = schema['properties'] as Readonly<Record<string, SchemaNode>>;
  const names = { enum: catalogue.map(({ name }) => name) };
  return { ...schema, properties: { ...properties, facts: { ...properties['facts'], additionalProperties: names } } };
}

/** What the policy of a sample is compiled from, for the cases of SELinux rules. */
const CIL = { type: 'string', description: 'CIL that the policy is compiled from when cases of SELinux rules are run' } as const;

function sampleSchema(name: string, json: object): SchemaNode {
  const schema = json as SchemaNode;
  return name === POLICY_FACT ? { ...schema, properties: { ...(schema['properties'] as SchemaNode), $cil: CIL } } : schema;
}

/** A sample is a fact's value. */
function samplesSchema(catalogue: readonly FactDeclaration[]): SchemaNode {
  const properties = Object.fromEntries(catalogue.map(({ name, summary, schema }) => [name, { ...sampleSchema(name, schema.json), description: summary }]));
  return { type: ['object', 'null'], properties, additionalProperties: false };
}
