import { declareFact, type Infer, integer, object, oneOf, optional, string } from '@staticfire/facts';

const place = { file: optional(string('The file that sets it; absent for the default')), line: optional(integer('Line in that file')) };

const schema = object({
  storage: object({ value: oneOf(['auto', 'volatile', 'persistent', 'none'], 'Where the journal is kept'), ...place }),
  splitMode: object({ value: oneOf(['uid', 'login', 'none'], 'Whether users get files of their own'), ...place }),
});

export type JournaldEffective = Infer<typeof schema>;

export const journaldEffective = declareFact<JournaldEffective>({
  name: 'journald.effective',
  summary: 'Where the journal is kept, after every file that configures it',
  scope: 'bank',
  schema,
});
