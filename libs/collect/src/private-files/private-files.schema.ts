import { declareFact, type Infer, integer, list, object, oneOf, string } from '@staticfire/facts';

const file = object({
  path: string('Path on PRIVATE'),
  type: oneOf(['file', 'directory', 'symlink', 'char-device', 'block-device', 'fifo', 'socket'], 'Type'),
  mode: string('Permission bits, four octal digits'),
  size: integer('Bytes'),
});

const schema = object({ files: list(file, 'Every name but the root, sorted') });

export type PrivateFiles = Infer<typeof schema>;

export const privateFiles = declareFact<PrivateFiles>({
  name: 'private.files',
  summary: 'What lies on PRIVATE, the writable partition that nothing protects',
  scope: 'disk',
  schema,
});
