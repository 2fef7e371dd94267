import { type Infer, integer, object, oneOf, optional, string } from './schema/schema.ts';

export const failureSchema = object(
  {
    kind: oneOf(['format', 'unsupported', 'limit'], 'Damaged bytes, a feature that is not read, or a budget exceeded'),
    message: string('One sentence with structure, field, found and expected'),
    structure: string("The on-disk structure, in its specification's words"),
    field: optional(string('The field inside the structure')),
    offset: optional(integer('Absolute byte offset in the image')),
  },
  'Why something could not be read',
);

/** Why something could not be read: a reader's error as data. */
export type Failure = Infer<typeof failureSchema>;
