import { boolean, object, oneOf, optional, string } from '@staticfire/facts';

/** A line of an os-release text. */
export const osReleaseField = object({ key: string('Key'), value: string('Value without quotes') });

/** An entry of a PE file's certificate table. */
export const peSignature = object({
  type: oneOf(['pkcs7', 'other'], 'What the entry says it holds'),
  algorithm: optional(string('Digest algorithm, or its object identifier')),
  digestMatches: optional(boolean("The digest that it signs is the file's; absent where the algorithm is not known")),
});
