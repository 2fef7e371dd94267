import { array, declareFact, type Infer, integer, list, object, oneOf, optional, string } from '@staticfire/facts';

export const walkedPartitions = ['ROOT', 'BOOT'] as const;
export const differenceKinds = ['missing', 'different', 'unexpected', 'invalid'] as const;

const partition = oneOf(walkedPartitions, 'Partition role');
const kind = oneOf(
  differenceKinds,
  'missing: the table has a label, the file has none; different: another one; unexpected: the table has none, the file has one; invalid: the policy does not know it',
);

const difference = object({
  partition,
  path: string('Normalised path'),
  type: oneOf(['file', 'directory', 'symlink', 'char-device', 'block-device', 'fifo', 'socket'], 'Type'),
  kind,
  expected: optional(string('What the table says; absent: no label')),
  found: optional(string('What the file has, without a NUL at its end, each character one byte; absent: no label')),
  table: optional(string('The file contexts of which a line decides; absent: none fits')),
  tableLine: optional(integer('Its number')),
});

const schema = object({
  partitions: array(partition, 'Partitions that were compared; FAT keeps no labels'),
  files: integer('Names that were compared: files, directories, links and others'),
  labelled: integer('Of these with a label'),
  equal: integer('Of these with what the table says, a label or none; aliases and categories may be written in another way'),
  unreadable: integer('Names whose inode or attributes could not be read'),
  unknownToPolicy: optional(integer('Names with a context that the policy does not know; absent without a policy')),
  counts: list(
    object({
      partition,
      label: optional(string('As the files have it, without a NUL at its end, each character one byte; absent: no label')),
      files: integer('Regular files'),
      directories: integer('Directories'),
      others: integer('Links and other names'),
      example: string('Normalised path of the first file; of the first name where there is no file'),
    }),
    'How many names that could be read have which label, by partition and label; at most 1000',
  ),
  differences: list(difference, 'By partition and path; of each directory and kind the first five; at most 10 000'),
  omitted: list(
    object({ partition, directory: string('Normalised path'), kind, count: integer('Names that are not listed') }),
    'What is left out of the list above, by partition, directory and kind',
  ),
});

export type SelinuxLabels = Infer<typeof schema>;

export const selinuxLabels = declareFact<SelinuxLabels>({
  name: 'selinux.labels',
  summary: 'Labels of every file on ROOT and BOOT against the file contexts of the image',
  scope: 'bank',
  schema,
});
