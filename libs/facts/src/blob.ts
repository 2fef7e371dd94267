import { type Infer, integer, object, string } from './schema/schema.ts';

/** Bytes of all blobs of a document together; as base64 they are a third more, and the document is to stay below 10 MB. */
export const MAX_BLOBS = 6 * 1024 * 1024;

export const blobSchema = object(
  {
    sha256: string('SHA-256 of the bytes, by which facts name them', { pattern: '^[0-9a-f]{64}$' }),
    length: integer('Bytes'),
    base64: string('The bytes, RFC 4648 section 4'),
  },
  'A file of the image that rules look into',
);
export type Blob = Infer<typeof blobSchema>;

/** Bytes under the SHA-256 that they have. */
export function toBlob(bytes: Uint8Array, sha256: string): Blob {
  return { sha256, length: bytes.length, base64: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64') };
}

/** The bytes that a fact names by their digest; undefined when the document does not have them. */
export function findBlob({ blobs = [] }: { readonly blobs?: readonly Blob[] }, sha256: string): Uint8Array | undefined {
  const blob = blobs.find((each) => each.sha256 === sha256);
  return blob && Buffer.from(blob.base64, 'base64');
}
