import { declareFact, type Infer, list, object, oneOf, optional, string } from '@staticfire/facts';

const file = object({
  path: string('Normalised path of the HMAC file'),
  of: string('Normalised path of the file that it is for'),
  hash: oneOf(['sha256', 'sha512'], 'By the length of its digest'),
  key: optional(oneOf(['hmaccalc', 'fipscheck'], 'The tool whose key gives the digest; absent where none does')),
  state: oneOf(['matches', 'differs', 'no-file'], 'matches: recomputed over the file it is the same; no-file: there is no such file'),
});

const schema = object({
  files: list(file, 'Files named .NAME.hmac beside a file NAME, with which a program checks itself before it checks others, by path; at most 200'),
});

export type FipsIntegrityFiles = Infer<typeof schema>;

export const fipsIntegrityFiles = declareFact<FipsIntegrityFiles>({
  name: 'fips.integrity-files',
  summary: 'HMAC files of programs and libraries on ROOT, recomputed',
  scope: 'bank',
  schema,
});
