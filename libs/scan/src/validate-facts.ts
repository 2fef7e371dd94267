import { checkBlobs, checkDocument, FACTS_SCHEMA_ID, FACTS_VERSION, type FactsDocument, factsDocumentSchema } from '@staticfire/facts';
import { factCatalogue } from './catalogue.ts';

/** A saved facts document, checked against the published schema, its blobs against their digests. Throws a SyntaxError or an Error whose message is for users. */
export function parseFacts(text: string): FactsDocument {
  const document: unknown = JSON.parse(text);
  const id = typeof document === 'object' && document !== null && '$schema' in document ? document.$schema : undefined;
  if (id !== FACTS_SCHEMA_ID) throw new Error(`not a facts document of version ${FACTS_VERSION}: $schema is ${String(id)}, expected ${FACTS_SCHEMA_ID}`);
  const misfit = checkDocument(document, factsDocumentSchema(factCatalogue)) ?? checkBlobs((document as FactsDocument).body.blobs ?? []);
  if (misfit === undefined) return document as FactsDocument;
  throw new Error(`${misfit.pointer === '' ? '/' : misfit.pointer} ${misfit.message}`);
}
