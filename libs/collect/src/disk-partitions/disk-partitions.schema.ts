import { array, banks, boolean, declareFact, type Infer, integer, object, oneOf, optional, string } from '@staticfire/facts';

export const partitionRoles = ['BIOS-BOOT', 'EFI', 'BOOT', 'ROOT', 'HASH', 'RESERVED', 'PRIVATE', 'DATA', 'UNKNOWN'] as const;

const tableCopy = object(
  {
    state: oneOf(['valid', 'damaged'], 'Whether header and entries are present with right checksums'),
    problem: optional(string('What is wrong with it')),
  },
  'One of the two copies of the table',
);

const attributes = object(
  {
    raw: string('All 64 bits, 0x and 16 hexadecimal digits'),
    priority: integer('Bits 48 to 51: 0 never boots, 15 is preferred'),
    triesLeft: integer('Bits 52 to 55'),
    successful: boolean('Bit 56'),
    bootedOnce: boolean('Bit 57; on PRIVATE: this image has booted'),
  },
  'GPT attribute bits; 48 to 57 carry the A/B selection',
);

const entry = object({
  index: integer('Number of the entry, from 1'),
  role: oneOf(partitionRoles, 'By type GUID; EFI for both the ESP and its placeholder in bank B'),
  bank: optional(oneOf(banks, 'A for the first entry of a type, B for the second')),
  typeGuid: string('Lower case'),
  guid: string('Lower case'),
  label: string('PARTLABEL'),
  firstLba: integer('In sectors'),
  lastLbaInclusive: integer('In sectors'),
  offset: integer('Bytes from the start of the disk'),
  length: integer('Bytes'),
  attributes,
});

const schema = object({
  diskGuid: string('Lower case'),
  sectorSize: integer('Bytes'),
  diskLength: integer('Bytes of the whole disk'),
  primary: tableCopy,
  backup: tableCopy,
  copiesAgree: boolean('Both copies are valid and list the same entries'),
  bootBank: optional(oneOf(banks, 'The bank that the boot loader would choose by priority, tries and success')),
  entries: array(entry, 'Used entries, by index'),
});

export type DiskPartitions = Infer<typeof schema>;

export const diskPartitions = declareFact<DiskPartitions>({
  name: 'disk.partitions',
  summary: 'GPT: both copies, every entry with its role, bank and A/B bits',
  scope: 'disk',
  schema,
});
