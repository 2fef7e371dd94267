import type { BlockSource } from '@staticfire/read/block-source';
import { readErofsSuperBlock } from '@staticfire/read/formats/erofs';
import { readSquashfsSuperBlock } from '@staticfire/read/formats/squashfs';
import { defineBankCollector } from '../collector.ts';
import { type RootFilesystem, rootFilesystem } from './root-filesystem.schema.ts';

export const collectRootFilesystem = defineBankCollector({
  fact: rootFilesystem,
  reads: ['bank', 'partition', 'fileSystem'],
  collect({ bank, partition, fileSystem }, sources): RootFilesystem | undefined {
    const root = partition('ROOT');
    if (root === undefined) return undefined;
    sources.add({ bank, partition: 'ROOT', offset: 0, length: root.source.length });
    const fs = fileSystem('ROOT');
    if (fs === undefined) return undefined;
    const { type, blockSize, length, uuid, label, features, clean } = fs.info;
    const buildTime = readBuildTime(type, root.source);
    return {
      type,
      blockSize,
      length,
      partitionLength: root.source.length,
      uuid,
      label,
      features,
      ...(buildTime === undefined ? {} : { buildTime: String(buildTime) }),
      clean,
    };
  },
});

function readBuildTime(type: RootFilesystem['type'], source: BlockSource): bigint | number | undefined {
  if (type === 'erofs') return readErofsSuperBlock(source).buildTime;
  return type === 'squashfs' ? readSquashfsSuperBlock(source).buildTime : undefined;
}
