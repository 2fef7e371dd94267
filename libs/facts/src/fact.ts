import type { Failure } from './failure.ts';
import { type Infer, integer, object, oneOf, optional, string } from './schema/schema.ts';

export const banks = ['A', 'B'] as const;
export type BankName = (typeof banks)[number];

export const sourceSchema = object(
  {
    bank: optional(oneOf(banks, 'The bank of the partition')),
    partition: string('Partition role (BOOT, ROOT, HASH …), or DISK for the table itself'),
    path: optional(string('Path inside the filesystem of the partition')),
    offset: integer('First byte, relative to the partition; to the file when there is a path'),
    length: integer('Bytes'),
    sha256: optional(string('Digest of these bytes; absent where the range is proven by dm-verity instead')),
  },
  'Where a fact was read',
);
export type Source = Infer<typeof sourceSchema>;

export type FactState<T = unknown> =
  | { readonly state: 'present'; readonly value: T }
  | { readonly state: 'absent' }
  | { readonly state: 'unreadable'; readonly error: Failure };

/** A named, typed, neutral statement about an image, with where it was read. */
export type Fact<T = unknown> = FactState<T> & {
  readonly name: string;
  /** Set for facts that each bank has its own of. */
  readonly bank?: BankName;
  readonly sources: readonly Source[];
};
