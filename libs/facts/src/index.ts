export { type Blob, blobSchema, findBlob, MAX_BLOBS, toBlob } from './blob.ts';
export { canonicalJson } from './canonical-json.ts';
export { checkBlobs } from './check-blobs.ts';
export { checkDocument, type Misfit } from './check-document.ts';
export { cutExcerpt, type Excerpt, excerptSchema, type LineExcerpt, lineExcerptSchema, MAX_EXCERPTS } from './excerpt.ts';
export { type BankName, banks, type Fact, type FactState, type Source, sourceSchema } from './fact.ts';
export { declareFact, type FactDeclaration } from './fact-declaration.ts';
export type { FactOrigin } from './fact-origin.ts';
export {
  FACTS_SCHEMA_ID,
  FACTS_VERSION,
  type FactsBody,
  type FactsDocument,
  type FileIdentity,
  findFact,
  type InputHeader,
  type UserDataFacts,
} from './facts-document.ts';
export { factsDocumentSchema } from './facts-document-schema.ts';
export { type Failure, failureSchema } from './failure.ts';
export { isUnreadable, list, type Unreadable } from './schema/list.ts';
export { type MapOptions, MISSING_IS_UNKNOWN, map, UNREADABLE_FIELDS } from './schema/map.ts';
export { type PartialObject, partialObject } from './schema/partial-object.ts';
export {
  array,
  boolean,
  type Infer,
  integer,
  type JsonSchema,
  type OptionalSchema,
  object,
  oneOf,
  optional,
  type Schema,
  string,
} from './schema/schema.ts';
