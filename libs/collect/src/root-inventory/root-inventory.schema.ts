import { array, boolean, declareFact, failureSchema, type Infer, integer, object, string } from '@staticfire/facts';

const unreadable = object({ path: string('Normalised path'), error: failureSchema });

const schema = object({
  files: integer('Regular files, each name counted'),
  directories: integer('Directories'),
  symlinks: integer('Symbolic links'),
  others: integer('Devices, pipes and sockets'),
  bytes: integer('Sum of the regular files'),
  complete: boolean('Everything could be read'),
  unreadable: array(unreadable, 'What could not be read, at most 100'),
});

export type RootInventory = Infer<typeof schema>;

export const rootInventory = declareFact<RootInventory>({
  name: 'root.inventory',
  summary: 'Counts over every name on ROOT, and what could not be read',
  scope: 'bank',
  schema,
});
