import { array, boolean, declareFact, type Infer, integer, object, oneOf, optional, string } from '@staticfire/facts';

const schema = object({
  type: oneOf(['ext4', 'erofs', 'squashfs', 'vfat', 'xfs'], 'Filesystem'),
  blockSize: integer('Bytes'),
  length: integer('Bytes that the superblock spans'),
  partitionLength: integer('Bytes of the partition that holds it'),
  uuid: string('Lower case'),
  label: string('Volume label'),
  features: array(string('Feature'), 'In the words and order of dumpe2fs, dump.erofs, xfs_db; of squashfs the compressor, then the options of mksquashfs'),
  buildTime: optional(string('EROFS and squashfs: when it was made, seconds since 1970')),
  clean: boolean('Unmounted cleanly and without recorded errors'),
});

export type RootFilesystem = Infer<typeof schema>;

export const rootFilesystem = declareFact<RootFilesystem>({
  name: 'root.filesystem',
  summary: 'The filesystem on ROOT',
  scope: 'bank',
  schema,
});
