import { boolean, declareFact, type Infer, integer, list, object, string } from '@staticfire/facts';
import { toldContext } from '../selinux-files/told-context.schema.ts';

const file = object({
  path: string('Path'),
  size: integer('Bytes'),
  sha256: string('SHA-256 of the file'),
  used: boolean('No file comes before it: runtimes read it'),
});

const entry = object({
  file: string('Path of the file'),
  line: integer('Line'),
  key: string('What gets the context: process, file, ro_file, kvm_process, init_process …'),
  ...toldContext,
  used: boolean('Runtimes go by it: they read its file, and no later line of it has the key'),
});

const schema = object({
  files: list(
    file,
    'What container runtimes look for, the one that counts first first: /usr/share/containers/selinux/contexts, then lxc_contexts of the policy',
  ),
  entries: list(entry, 'Lines of these files that say something, by file and line; lines that runtimes pass over are unreadable; at most 1000'),
});

export type SelinuxContexts = Infer<typeof schema>;

export const selinuxContexts = declareFact<SelinuxContexts>({
  name: 'selinux.contexts',
  summary: 'SELinux contexts that container runtimes give processes and files of containers',
  scope: 'bank',
  schema,
});
