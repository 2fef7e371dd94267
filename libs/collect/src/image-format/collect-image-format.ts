import { defineBankCollector } from '../collector.ts';
import { readEnvironmentFile } from '../evidence/read-environment-file.ts';
import { type ImageFormat, imageFormat } from './image-format.schema.ts';

/** Images since about August 2026 have it. */
const PATH = '/usr/share/bottlerocket/image-format.env';

export const collectImageFormat = defineBankCollector({
  fact: imageFormat,
  reads: ['bank', 'fileSystem'],
  collect({ bank, fileSystem }, sources): ImageFormat | undefined {
    const file = readEnvironmentFile(fileSystem('ROOT'), bank, PATH, sources);
    if (file === undefined) return undefined;
    const format = file.text('IMAGE_FORMAT');
    const uki = file.flag('UKI_IMAGE');
    return {
      path: PATH,
      ...(format === undefined ? {} : { imageFormat: format }),
      ...(uki === undefined ? {} : { ukiImage: uki }),
      entries: file.entries,
      ignored: file.ignored,
    };
  },
});
