import { declareFact, type Infer, integer, object, oneOf, optional, string } from '@staticfire/facts';

const setting = object({
  value: string('As written, or what systemd takes when nothing sets it'),
  file: optional(string('The file that sets it; absent for the default')),
  line: optional(integer('Line in that file')),
});

const schema = object({
  storage: setting,
  splitMode: setting,
  storageKind: oneOf(
    ['persistent', 'volatile', 'auto', 'none', 'other'],
    'Storage as systemd takes it; other: what it does not know, and leaves at its default',
  ),
});

export type JournaldEffective = Infer<typeof schema>;

export const journaldEffective = declareFact<JournaldEffective>({
  name: 'journald.effective',
  summary: 'Where the journal is kept, after every file that configures it',
  scope: 'bank',
  schema,
});
