import { array, boolean, declareFact, type Infer, integer, object, optional, string } from '@staticfire/facts';

const key = object({
  key: string('Words joined by dots'),
  values: array(string('Value'), 'Empty for a key without ='),
  line: integer('Line in the text, from 1'),
});

const schema = object({
  path: string('On PRIVATE'),
  length: integer('Bytes of the file'),
  hasTrailer: boolean('Size, checksum and magic stand at its end; without them the kernel finds nothing in it'),
  textLength: optional(integer('Bytes of the text')),
  precedingBytes: optional(integer('Bytes before the text: an initrd, which Bottlerocket has none of')),
  applies: boolean('The kernel reads it at boot'),
  reason: string('Why it does, or does not'),
  keys: array(key, 'Every key, in order'),
  kernelParameters: array(string('Word'), 'What keys below kernel add before the command line'),
  initParameters: array(string('Word'), 'What keys below init add behind --'),
  otherKeys: array(string('Key'), 'Keys that add nothing to the command line'),
});

export type BootConfigData = Infer<typeof schema>;

export const bootConfigData = declareFact<BootConfigData>({
  name: 'boot.bootconfig',
  summary: 'bootconfig.data on PRIVATE, which nothing signs: what it says, and whether the kernel reads it',
  scope: 'bank',
  schema,
});
