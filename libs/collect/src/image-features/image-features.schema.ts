import { array, boolean, declareFact, type Infer, integer, object, optional, string } from '@staticfire/facts';

const entry = object({ line: integer('Line'), key: string('Key'), value: string('Value') });

const schema = object({
  path: string('Where it was read'),
  dataPartitionFilesystem: optional(string('DATA_PARTITION_FILESYSTEM: ext4 or xfs')),
  inPlaceUpdates: optional(boolean('IN_PLACE_UPDATES')),
  encryptedStorage: optional(boolean('ENCRYPTED_STORAGE')),
  ephemeralEncryptionKeys: optional(boolean('EPHEMERAL_ENCRYPTION_KEYS')),
  standaloneImage: optional(boolean('STANDALONE_IMAGE')),
  entries: array(entry, 'All assignments in order; a key given twice counts with its last value'),
  ignored: array(object({ line: integer('Line'), text: string('What stands before the equals sign') }), 'Lines that assign nothing'),
});

export type ImageFeatures = Infer<typeof schema>;

export const imageFeatures = declareFact<ImageFeatures>({
  name: 'identity.image-features',
  summary: 'The features that the image says it was built with',
  scope: 'bank',
  schema,
});
