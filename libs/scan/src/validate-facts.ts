import { FACTS_SCHEMA_ID, FACTS_VERSION, type FactsDocument, factsDocumentSchema } from '@staticfire/facts';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { factCatalogue } from './catalogue.ts';

/** A saved facts document, checked against the published schema. Throws a SyntaxError or an Error whose message is for users. */
export function parseFacts(text: string): FactsDocument {
  const document: unknown = JSON.parse(text);
  const id = typeof document === 'object' && document !== null && '$schema' in document ? document.$schema : undefined;
  if (id !== FACTS_SCHEMA_ID) throw new Error(`not a facts document of version ${FACTS_VERSION}: $schema is ${String(id)}, expected ${FACTS_SCHEMA_ID}`);
  const ajv = new Ajv2020({ strict: true, allErrors: false });
  const validate = ajv.compile<FactsDocument>(factsDocumentSchema(factCatalogue));
  if (validate(document)) return document;
  const [error] = validate.errors ?? [];
  throw new Error(`${error?.instancePath || '/'} ${error?.message ?? 'does not fit the schema'}`);
}
