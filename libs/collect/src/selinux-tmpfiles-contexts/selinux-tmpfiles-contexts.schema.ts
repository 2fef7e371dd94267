import { declareFact, type Infer, integer, list, object, oneOf, string } from '@staticfire/facts';
import { toldContext } from '../selinux-files/told-context.schema.ts';

const labelling = object({
  file: string('Path of the file'),
  line: integer('Line'),
  type: oneOf(['t', 'T'], 'T also labels what lies below'),
  path: string('Path, specifiers kept'),
  ...toldContext,
});

const schema = object({
  lines: list(labelling, 'Lines that set security.selinux, of the files that count, by folder, name and line; at most 1000'),
});

export type SelinuxTmpfilesContexts = Infer<typeof schema>;

export const selinuxTmpfilesContexts = declareFact<SelinuxTmpfilesContexts>({
  name: 'selinux.tmpfiles-contexts',
  summary: 'SELinux contexts that tmpfiles.d files on ROOT give files at boot',
  scope: 'bank',
  schema,
});
