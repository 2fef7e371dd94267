import { banks } from './fact.ts';
import { type Infer, integer, object, oneOf, optional, string } from './schema/schema.ts';

/** Of one facts document. */
export const MAX_EXCERPTS = 20_000;
const MAX_LENGTH = 300;

const line = {
  line: integer('Line in the file, from 1'),
  text: string('What it says without what ends it; the first 300 UTF-16 units of longer ones. Bytes that are not UTF-8 as in paths'),
};

export const lineExcerptSchema = object(line, 'A line of user data that a fact names, and on which nothing of a secret stands');
export const excerptSchema = object(
  {
    bank: optional(oneOf(banks, 'The bank of the partition')),
    partition: string('Partition role'),
    path: string('The file, as the fact names it'),
    ...line,
  },
  'A line of a text file that a fact names, and on which nothing of a secret stands',
);

export type LineExcerpt = Infer<typeof lineExcerptSchema>;
export type Excerpt = Infer<typeof excerptSchema>;

/** At most 300 UTF-16 units, no character halved. */
export function cutExcerpt(text: string): string {
  if (text.length <= MAX_LENGTH) return text;
  const last = text.charCodeAt(MAX_LENGTH - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? MAX_LENGTH - 1 : MAX_LENGTH);
}
