import { type Infer, integer, object, string } from './schema/schema.ts';

/** Bytes of all blobs of a document together; as base64 they are a third more, and the document is to stay below 10 MB. */
export const MAX_BLOBS = 6 * 1024 * 1024;

export const blobSchema = object(
  { sha256: string('SHA-256 of the bytes, by which facts name them'), length: integer('Bytes'), base64: string('The bytes, RFC 4648 section 4') },
  'A file of the image that rules look into',
);
export type Blob = Infer<typeof blobSchema>;

/** The bytes that a fact names by their digest; undefined when the document does not have them. */
export function findBlob({ blobs = [] }: { readonly blobs?: readonly Blob[] }, sha256: string): Uint8Array | undefined {
  const blob = blobs.find((each) => each.sha256 === sha256);
  return blob && Buffer.from(blob.base64, 'base64');
}
