import { array, boolean, declareFact, type Infer, integer, object, optional, string } from '@staticfire/facts';

const entry = object({ line: integer('Line'), key: string('Key'), value: string('Value') });

const schema = object({
  path: string('Where it was read'),
  imageFormat: optional(string('IMAGE_FORMAT: raw, qcow2, vmdk, uki …')),
  ukiImage: optional(boolean('UKI_IMAGE')),
  entries: array(entry, 'All assignments in order; a key given twice counts with its last value'),
  ignored: array(object({ line: integer('Line'), text: string('What stands before the equals sign') }), 'Lines that assign nothing'),
});

export type ImageFormat = Infer<typeof schema>;

export const imageFormat = declareFact<ImageFormat>({
  name: 'identity.image-format',
  summary: 'The format that the image says it was built in',
  scope: 'bank',
  schema,
});
