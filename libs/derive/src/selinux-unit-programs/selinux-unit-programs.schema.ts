import { array, declareFact, type Infer, integer, list, object, optional, string } from '@staticfire/facts';

const program = object({
  program: string('Normalised path on ROOT, links followed'),
  units: array(string('Unit'), 'Loaded units that run it, sorted'),
  label: optional(string('As the file has it; absent: no label')),
  domain: string('Type of the process that systemd starts from it'),
  writers: array(string('Type'), 'Types that a rule allows to write or append to files of its type, sorted: levels and dm-verity left out of account'),
});

const schema = object({
  programs: list(program, 'Programs on ROOT that loaded units run, whatever starts them, by path; at most 5000'),
  elsewhere: integer('Commands of units whose program is not an executable file of ROOT: it lies on another filesystem, or is not there'),
});

export type SelinuxUnitPrograms = Infer<typeof schema>;

export const selinuxUnitPrograms = declareFact<SelinuxUnitPrograms>({
  name: 'selinux.unit-programs',
  summary: 'Which SELinux domains may write the programs that units run, and in which domain each runs',
  scope: 'bank',
  schema,
});
