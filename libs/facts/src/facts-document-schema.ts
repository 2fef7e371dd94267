import { blobSchema } from './blob.ts';
import { excerptSchema, lineExcerptSchema } from './excerpt.ts';
import { banks, sourceSchema } from './fact.ts';
import type { FactDeclaration } from './fact-declaration.ts';
import { FACTS_SCHEMA_ID, FACTS_VERSION } from './facts-document.ts';
import { failureSchema } from './failure.ts';

const identity = {
  type: 'object',
  properties: { size: { type: 'integer' }, modified: { type: 'string' }, changed: { type: 'string' }, inode: { type: 'string' }, etag: { type: 'string' } },
  required: ['size', 'modified', 'changed', 'inode'],
  additionalProperties: false,
};
const facts = { type: 'array', items: { $ref: '#/$defs/fact' } };
const digest = { type: 'string', pattern: '^[0-9a-f]{64}$' };

/** The published JSON Schema (2020-12) of a facts document: the envelope, and for each fact of the catalogue its value. */
export function factsDocumentSchema(catalogue: readonly FactDeclaration[]): Record<string, unknown> {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: FACTS_SCHEMA_ID,
    title: 'staticfire facts',
    ...closed({
      $schema: { const: FACTS_SCHEMA_ID },
      version: { const: FACTS_VERSION },
      tool: closed({ name: { type: 'string' }, version: { type: 'string' } }),
      input: inputSchema,
      body: closed({ judgedBank: { enum: banks }, facts, excerpts: listOf(excerptSchema.json), blobs: listOf(blobSchema.json), userData: userDataSchema }, [
        'facts',
      ]),
    }),
    $defs: { fact: { oneOf: catalogue.map(factSchema) } },
  };
}

const userDataSchema = closed({ path: { type: 'string' }, sha256: digest, facts, excerpts: listOf(lineExcerptSchema.json) }, ['path', 'sha256', 'facts']);

const file = {
  path: { type: 'string' },
  container: { enum: ['raw', 'lz4', 'gzip', 'zstd', 'xz', 'bzip2', 'qcow2', 'vmdk', 'ova'] },
  containerNotes: listOf({ type: 'string' }),
  sha256: digest,
  rehash: digest,
  before: identity,
  after: identity,
};
const inFile = ['path', 'container', 'sha256', 'before', 'after'];
const otherSchema = closed({ holds: { enum: ['BOOT', 'HASH', 'DATA'] }, ...file }, ['holds', ...inFile]);
const inputSchema = closed({ ...file, unchanged: { type: 'boolean' }, folder: { type: 'string' }, others: listOf(otherSchema) }, [...inFile, 'unchanged']);

function factSchema({ name, summary, scope, schema }: FactDeclaration): Record<string, unknown> {
  const shared = { name: { const: name }, ...(scope === 'bank' ? { bank: { enum: banks } } : {}), sources: { type: 'array', items: sourceSchema.json } };
  return {
    description: summary,
    type: 'object',
    oneOf: [
      closed({ ...shared, state: { const: 'present' }, value: schema.json }),
      closed({ ...shared, state: { const: 'absent' } }),
      closed({ ...shared, state: { const: 'unreadable' }, error: failureSchema.json }),
    ],
  };
}

function listOf(items: object): Record<string, unknown> {
  return { type: 'array', items };
}

function closed(properties: Record<string, unknown>, required: readonly string[] = Object.keys(properties)): Record<string, unknown> {
  return { type: 'object', properties, required, additionalProperties: false };
}
