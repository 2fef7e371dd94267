import { array, declareFact, type Infer, list, object, optional, string } from '@staticfire/facts';

const labelled = object({
  label: optional(string('What they have, without a NUL at its end, each character one byte; absent: no label')),
  paths: array(string('Normalised path'), 'Sorted'),
});

const schema = object({
  executables: list(labelled, 'Regular files with an execute bit for anybody, by label, those without one first; at most 10 000 paths'),
});

export type SelinuxExecutables = Infer<typeof schema>;

export const selinuxExecutables = declareFact<SelinuxExecutables>({
  name: 'selinux.executables',
  summary: 'SELinux labels of the programs and other executable files on ROOT',
  scope: 'bank',
  schema,
});
