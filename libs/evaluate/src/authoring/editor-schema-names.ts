/** Kind of document → the file of its JSON Schema. */
export const editorSchemaNames = {
  pack: 'pack.schema.json',
  rule: 'rule.schema.json',
  table: 'table.schema.json',
  controls: 'controls.schema.json',
  profile: 'profile.schema.json',
  leftOut: 'left-out.schema.json',
  samples: 'samples.schema.json',
  tailoring: 'tailoring.schema.json',
  attestations: 'attestations.schema.json',
} as const;

/** The one that is as long as the facts are many. */
export const SAMPLES_SCHEMA = editorSchemaNames.samples;
