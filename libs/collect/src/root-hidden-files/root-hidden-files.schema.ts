import { declareFact, type Infer, list, object, oneOf, string } from '@staticfire/facts';

const file = object({
  path: string('Normalised path'),
  type: oneOf(['file', 'directory', 'symlink', 'char-device', 'block-device', 'fifo', 'socket'], 'Type'),
  hiddenBy: string('The mount point below which it lies'),
});

const schema = object({ files: list(file, 'Names below mount points, sorted; at most 10 000') });

export type RootHiddenFiles = Infer<typeof schema>;

export const rootHiddenFiles = declareFact<RootHiddenFiles>({
  name: 'root.hidden-files',
  summary: 'Names on ROOT that a running node mounts something over, so that nothing ever reads them',
  scope: 'bank',
  schema,
});
