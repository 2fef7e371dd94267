import { describe, expect, it } from 'vitest';
import { collectFrom } from '../fixtures/collect-from.ts';
import { collectImageFormat } from '../image-format/collect-image-format.ts';
import { collectImageFeatures } from './collect-image-features.ts';

const FEATURES = '/usr/share/bottlerocket/image-features.env';
const FORMAT = '/usr/share/bottlerocket/image-format.env';

describe('identity.image-features', () => {
  it('types the five keys and keeps others', async () => {
    const text =
      'DATA_PARTITION_FILESYSTEM=xfs\nIN_PLACE_UPDATES=true\nENCRYPTED_STORAGE="false"\nEPHEMERAL_ENCRYPTION_KEYS=false\nSTANDALONE_IMAGE=false\nNEW=1\nrubbish\n';
    const fact = await collectFrom(collectImageFeatures, { [FEATURES]: text });
    expect(fact).toMatchObject({
      value: {
        dataPartitionFilesystem: 'xfs',
        inPlaceUpdates: true,
        encryptedStorage: false,
        ephemeralEncryptionKeys: false,
        standaloneImage: false,
        ignored: [{ line: 7, text: 'rubbish' }],
      },
    });
    expect(fact).toHaveProperty('value.entries[5]', { line: 6, key: 'NEW', value: '1' });
  });

  it('takes the last of two assignments', async () => {
    expect(await collectFrom(collectImageFeatures, { [FEATURES]: 'IN_PLACE_UPDATES=true\nIN_PLACE_UPDATES=false' })).toHaveProperty(
      'value.inPlaceUpdates',
      false,
    );
  });

  it('leaves out what old images do not say', async () => {
    expect(await collectFrom(collectImageFeatures, { [FEATURES]: 'DATA_PARTITION_FILESYSTEM=ext4\n' })).not.toHaveProperty('value.inPlaceUpdates');
  });

  it('is unreadable when a switch is neither true nor false', async () => {
    expect(await collectFrom(collectImageFeatures, { [FEATURES]: 'A=1\nENCRYPTED_STORAGE=yes\n' })).toMatchObject({
      state: 'unreadable',
      error: { kind: 'format', field: 'line 2, ENCRYPTED_STORAGE' },
    });
  });
});

describe('identity.image-format', () => {
  it('is absent on images before 2026', async () => {
    expect(await collectFrom(collectImageFormat, { [FEATURES]: '' })).toMatchObject({ state: 'absent' });
  });

  it('knows UKI images', async () => {
    expect(await collectFrom(collectImageFormat, { [FORMAT]: 'IMAGE_FORMAT=uki\nUKI_IMAGE=true\n' })).toMatchObject({
      value: { imageFormat: 'uki', ukiImage: true },
    });
  });
});
