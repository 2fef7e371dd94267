import { defineBankCollector } from '../collector.ts';
import { readEnvironmentFile } from '../evidence/read-environment-file.ts';
import { type ImageFeatures, imageFeatures } from './image-features.schema.ts';

const PATH = '/usr/share/bottlerocket/image-features.env';
const FLAGS = {
  inPlaceUpdates: 'IN_PLACE_UPDATES',
  encryptedStorage: 'ENCRYPTED_STORAGE',
  ephemeralEncryptionKeys: 'EPHEMERAL_ENCRYPTION_KEYS',
  standaloneImage: 'STANDALONE_IMAGE',
} as const;

export const collectImageFeatures = defineBankCollector({
  fact: imageFeatures,
  reads: ['bank', 'fileSystem'],
  collect({ bank, fileSystem }, sources): ImageFeatures | undefined {
    const file = readEnvironmentFile(fileSystem('ROOT'), bank, PATH, sources);
    if (file === undefined) return undefined;
    const dataPartitionFilesystem = file.text('DATA_PARTITION_FILESYSTEM');
    const flags = Object.entries(FLAGS).flatMap(([property, key]) => {
      const value = file.flag(key);
      return value === undefined ? [] : [[property, value]];
    });
    return {
      path: PATH,
      ...(dataPartitionFilesystem === undefined ? {} : { dataPartitionFilesystem }),
      ...Object.fromEntries(flags),
      entries: file.entries,
      ignored: file.ignored,
    };
  },
});
