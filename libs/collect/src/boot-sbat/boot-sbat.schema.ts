import { array, declareFact, type Infer, integer, list, object, oneOf, optional, string } from '@staticfire/facts';

const place = oneOf(['EFI', 'BOOT'], 'Where it lies');
const row = object({ component: string('Component'), generation: integer('Of its fixes of security') });

const program = object({
  partition: place,
  path: string('Path on that partition'),
  rows: optional(array(row, 'Of its section .sbat, in its order; absent without the section')),
});

const level = object({
  partition: place,
  path: string('The shim that carries it'),
  policy: oneOf(['previous', 'latest'], 'previous: that shim applies by itself; latest: that it applies when the owner of the machine asks for it'),
  date: optional(string('Of the level, as it is stored: 2024010900')),
  rows: array(row, 'The lowest generation of each component that is still started'),
});

const schema = object({
  programs: list(program, 'PE files on the ESP and BOOT; at most 200'),
  levels: list(level, 'What shims refuse: from their section .sbatlevel'),
});

export type BootSbat = Infer<typeof schema>;

export const bootSbat = declareFact<BootSbat>({
  name: 'boot.sbat',
  summary: 'Generations of what boots, by which shim tells programs with known holes, and the level that it asks for',
  scope: 'bank',
  schema,
});
