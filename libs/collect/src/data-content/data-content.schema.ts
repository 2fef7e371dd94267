import { array, declareFact, type Infer, integer, object, oneOf, optional, string } from '@staticfire/facts';

const partition = object({
  disk: optional(oneOf(['data'], 'Of the data disk of a split image, when that was given; else it is on the disk of the image')),
  partLabel: optional(string('PARTLABEL; of the data disk')),
  bank: optional(oneOf(['A', 'B'], 'Bank')),
  index: integer('Number of the GPT entry'),
  content: oneOf(['zeros', 'ext4', 'xfs', 'luks', 'unknown'], 'What its first 64 KiB are'),
  label: optional(string('Of LUKS 2')),
  luksVersion: optional(integer('1 or 2')),
});

const schema = object({ partitions: array(partition, 'Every DATA partition, in order') });

export type DataContent = Infer<typeof schema>;

export const dataContent = declareFact<DataContent>({
  name: 'data.content',
  summary: 'What DATA starts with: nothing or a filesystem as built, or what a node made of it',
  scope: 'disk',
  schema,
});
