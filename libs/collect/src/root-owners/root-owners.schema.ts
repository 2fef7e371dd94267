import { array, declareFact, type Infer, integer, list, object, oneOf, string } from '@staticfire/facts';

const owner = object({
  uid: integer('Owner'),
  gid: integer('Group'),
  names: integer('Names on ROOT that they own, links among them'),
});

const file = object({
  path: string('Normalised path'),
  type: oneOf(['file', 'directory', 'symlink', 'char-device', 'block-device', 'fifo', 'socket'], 'Type'),
  uid: integer('Owner'),
  gid: integer('Group'),
});

const schema = object({
  owners: array(owner, 'Every pair of owner and group but root and its own, sorted; at most 1000'),
  others: list(file, 'What root with its own group does not own; at most 1000'),
});

export type RootOwners = Infer<typeof schema>;
export type OwnedFile = Infer<typeof file>;

export const rootOwners = declareFact<RootOwners>({
  name: 'root.owners',
  summary: 'Files on ROOT that root and its own group do not own',
  scope: 'bank',
  schema,
});
